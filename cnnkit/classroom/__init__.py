"""For a teacher: what a class has answered, and the course's questions for other systems.

To read it: `finding` (which files there are), `work` (what is in one), `tally` (what a class has
answered), then what is written: `terminal`, `csv_file`, `page`, `xapi`. `watch` shows a class while
it answers, `verify` runs the checks of notebooks again, `moodle` and `qti` carry the questions.
`cnnkit.course.cli` starts all of it. Nothing here sends anything anywhere.
"""
