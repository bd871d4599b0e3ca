"""For a teacher: what a class has answered, and the course's questions for other systems.

To read it: `answers_files` (which files there are), `student_answers` (what is in one), `tally`
(what a class has answered), then what is written: `terminal`, `csv_file`, `report_page`, `xapi`.
`watch` shows a class while it answers, `verify` runs the checks of notebooks again,
`moodle_questions` and `qti_questions` carry the questions.
`cnnkit.course.cli` starts all of it. Nothing here sends anything anywhere.
"""
