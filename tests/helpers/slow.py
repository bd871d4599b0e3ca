"""What the quick loop, `pytest -m "not slow"`, leaves out, and why."""

import functools
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

FIGURES = "draws every kind of figure"
LARGE = "makes files of many megabytes"
NODE = "starts Node.js"
TESTS = "reads every test and what it calls"
COLLECTS = "collects tests in other processes"
PYTORCH = "imports PyTorch"

# Folders, files and single tests that are marked slow, and what takes them long.
SLOW = {
    "notebooks": "runs every cell of every lesson",
    "tests/browser": "drives Chromium",
    "cnnkit/widgets/board/saved_pictures.py": "draws films and pictures in its examples",
    "cnnkit/widgets/training/training_lab.py": "trains in its examples",
    "tests/course/test_cli.py": "starts Jupyter servers",
    "tests/course/test_own_folder.py": "imports JupyterLab and makes clones",
    "tests/files/test_printing.py::"
    "test_a_reader_that_leaves_early_ends_every_command_quietly": "runs every command",
    "tests/course/test_copies.py::"
    "test_several_commands_at_once_copy_the_lessons_without_an_error": "starts six processes",
    "tests/classroom/test_class_verify.py": "starts a process for each notebook",
    "tests/classroom/test_class_tally.py::"
    "test_three_hundred_students_are_counted_in_seconds": "writes 300 answers files",
    "tests/course/test_export.py": "writes lessons as pages",
    "tests/tools/test_site.py": "builds the website",
    "tests/data/test_files_of_the_trade.py::test_a_large_array_is_never_in_memory_twice": LARGE,
    "tests/data/test_files_of_the_trade.py::"
    "test_an_archive_that_was_made_to_fill_the_memory_is_refused_from_its_header": LARGE,
    "tests/data/test_files_of_the_trade.py::"
    "test_a_packed_idx_file_that_goes_on_and_on_is_not_unpacked": LARGE,
    "tests/data/test_image_folders.py::test_folder_is_loaded_one_by_one_into_one_array": LARGE,
    "tests/data/test_image_folders.py::test_sizes_are_looked_at_before_anything_is_loaded": LARGE,
    "tests/data/test_interest_points.py": "imports scikit-image",
    "tests/data/test_photographed_drawings.py": "photographs, and reads, hundreds of drawings",
    "tests/data/test_bundled.py::test_a_hand_is_more_like_itself_than_like_others": (
        "compares all digits with each other"
    ),
    **dict.fromkeys(
        (
            "tests/data/test_prepared_drawings.py::test_the_stored_network_reads_ordinary_handwriting",
            "tests/data/test_prepared_drawings.py::test_without_the_preparation_it_does_not",
        ),
        "draws and reads hundreds of digits",
    ),
    "tests/functional/test_functional.py::test_convolution_equals_scipys_correlate2d": (
        "imports SciPy"
    ),
    "tests/test_losses.py::test_the_sum_over_a_batch_equals_that_of_pytorch": PYTORCH,
    **dict.fromkeys(
        (
            "tests/data/test_mnist.py::test_downloads_once_and_keeps_the_files",
            "tests/data/test_mnist.py::test_asks_the_second_address_when_the_first_fails",
            "tests/data/test_mnist.py::test_a_damaged_file_is_downloaded_again",
            "tests/data/test_mnist.py::test_goes_to_the_users_cache_folder_by_default",
        ),
        "unpacks files of MNIST's size; that of another hash stays",
    ),
    "tests/house/test_public.py::test_lazy_rooms_open_when_touched": "starts processes",
    "tests/model/test_weights.py::test_a_bomb_is_refused_before_it_is_unpacked": LARGE,
    "tests/plots/test_figure_rows.py::test_a_row_wider_than_the_page_goes_on_below": FIGURES,
    "tests/widgets/test_computed_once.py::test_an_edit_computes_nothing_twice": (
        "edits every explorer and counts what is computed"
    ),
    "tests/widgets/test_still_figure.py::test_nothing_is_cut_off_at_the_edge_of_the_sheet": FIGURES,
    "tests/widgets/test_still_figure.py::"
    "test_all_panels_but_charts_share_one_axes_and_numbers_one_artist": FIGURES,
    "tests/exercises/test_saved_answers.py": "starts and kills processes that write to one file",
    "tests/exercises/test_answers_of_students.py": "checks two thousand answers to the exercises",
    "tests/exercises/test_five_students.py": ("checks hundreds of answers to the exercises"),
    "tests/exercises/test_banks.py": "more than two thousand wrong answers to the exercises",
    "tests/exercises/test_cases.py::test_the_changes_that_make_no_difference_are_still_there": (
        "changes every reference, sign by sign"
    ),
    "tests/exercises/test_in_a_notebook.py": "starts kernels",
    "tests/exercises/test_questions.py": "repeats the experiments that the answers rest on",
    "tests/exercises/test_sandbox.py": "waits for endless loops",
    "tests/exercises/test_stop_button.py": "interrupts processes again and again",
    "tests/files/test_atomic_writing.py": "kills processes while they write",
    "tests/gradcheck/test_kinks.py": "thousands of checks of wrong gradients",
    "tests/house/test_about_numbers.py::test_nbval_compares_so": "starts kernels",
    "tests/house/test_automation.py::test_eslint_lets_good_files_pass_and_stops_bad_ones": NODE,
    "tests/house/test_automation.py::test_the_other_hooks_of_the_javascript_pass": NODE,
    "tests/house/test_automation.py::test_the_hook_of_the_javascript_tests_runs_them": (
        "runs the tests of the JavaScript"
    ),
    "tests/house/test_automation.py::test_the_hook_of_the_notebooks_names_stale_ones_or_none": (
        "reads every notebook"
    ),
    "tests/house/test_contributing.py": "makes the changes that CONTRIBUTING describes",
    "tests/house/test_quick_loop.py::test_every_process_gives_the_same_ids": COLLECTS,
    "tests/house/test_quick_loop.py::test_plain_pytest_leaves_nothing_out": COLLECTS,
    "tests/house/test_quick_loop.py::test_the_quick_loop_runs_no_notebook_and_no_browser": COLLECTS,
    "tests/house/test_reference.py": "builds the API reference",
    "tests/house/test_tests.py": TESTS,
    "tests/house/test_wheel.py": "builds and installs a wheel",
    "tests/model/test_thread_turns.py": "interrupts threads at every moment",
    "tests/layers/test_batch_norm.py::test_it_is_pytorchs_in_training_and_evaluation": PYTORCH,
    "tests/model/test_residual.py::test_output_gradients_and_running_statistics_are_pytorchs": (
        PYTORCH
    ),
    "tests/parity/test_torch.py": PYTORCH,
    "tests/parity/test_torch_steps.py": PYTORCH,
    "tests/parity/test_torch_signatures.py": PYTORCH,
    "tests/plots/test_bad_arguments.py::"
    "test_a_bad_part_of_a_row_is_refused_as_its_drawing_refuses_it": FIGURES,
    "tests/plots/test_bad_arguments.py::test_names_are_no_formulas": FIGURES,
    "tests/rejections/test_rejections.py::test_is_rejected_in_one_sentence_and_changes_nothing"
    "[image: 400 million pixels]": LARGE,
    "tests/notebook_cells/test_held_by_cells.py": "starts kernels",
    "tests/tools": "executes notebooks",
    "tests/train/test_search.py": "starts processes that train",
    "tests/widgets/test_counting.py": "makes scenes of every explorer in many states",
    "tests/widgets/test_hostile_values.py": "every setting of every explorer, and a training lab",
    **dict.fromkeys(
        (
            "tests/widgets/test_draw_pad.py::test_a_picture_of_dark_or_of_light_ink_is_read_alike"
            f"[{inks}]"
            for inks in ("0.0-1.0", "0.1-0.9", "0.85-0.2")
        ),
        "trains and reads many drawings; one pair of inks is quick enough",
    ),
    "tests/widgets/test_settings.py::"
    "test_two_threads_end_in_one_state_of_which_everybody_was_told": "lets threads race",
    **dict.fromkeys(
        (
            "tests/widgets/test_training_interrupts.py::"
            f"test_interrupt_at_any_line_leaves_a_run_before_or_after_the_piece[{piece}]"
            for piece in ("a step", "an epoch", "fewer pictures")
        ),
        "interrupts a training at every line; other pieces are quick enough",
    ),
    "tests/widgets/test_uploads.py::"
    "test_letters_are_read_right_in_dark_and_in_light_ink": "photographs and reads letters",
    "tests/widgets/test_view_code.py::test_a_training_of_the_package_needs_no_file": (
        "trains for seconds"
    ),
    "tests/widgets/test_view_code.py::test_the_picture_that_the_page_asks_for_has_its_colours": (
        FIGURES
    ),
    "tests/widgets/test_training_lab.py::test_colour_pictures": "trains for seconds",
    "tests/widgets/test_training_lab.py::test_a_trainer_whose_owner_is_gone_stops": (
        "waits for a thread"
    ),
    "tests/plots/test_figure_html.py::"
    "test_around_a_hill_all_is_dark_and_its_surface_keeps_its_colours": FIGURES,
    "tests/plots/test_figure_rows.py::test_parts_do_not_overlap": FIGURES,
    "tests/plots/test_figure_rows.py::test_products_are_said_with_their_sum_and_mean": FIGURES,
    "tests/plots/test_plots.py::"
    "test_ways_have_the_same_colours_on_a_landscape_in_a_chart_and_in_the_explorer": FIGURES,
    "tests/plots/test_figure_rows.py::"
    "test_a_kernel_beside_a_photograph_is_large_enough_for_its_numbers": FIGURES,
    "tests/model/test_weights.py::"
    "test_a_text_of_the_right_shape_is_refused_before_it_is_unpacked": LARGE,
    "tests/widgets/test_network_explorer.py::test_the_shares_of_all_maps_are_in_the_figure": (
        FIGURES
    ),
    "tests/widgets/test_areas.py": "every place of every explorer, in Python and in Node.js",
    "tests/widgets/test_films.py": "films every explorer",
    "tests/widgets/test_javascript.py": "runs the tests of the JavaScript",
    "tests/widgets/test_scene_changes.py": "walks every explorer at random",
    "tests/widgets/test_truth.py": "recomputes every number after random edits",
    "tests/widgets/test_view_code.py::"
    "test_after_long_walks_the_pasted_line_gives_the_same_view": "walks and pastes again and again",
    "tests/data/test_mnist_folders.py::test_files_of_an_older_torchvision_are_told": PYTORCH,
    "tests/model/test_model.py::test_float64_model_equals_pytorch_forward_and_back": PYTORCH,
    "tests/model/test_model.py::test_names_are_those_of_pytorch": PYTORCH,
    "tests/model/test_model.py::test_weights_go_to_pytorch_and_back_unchanged": PYTORCH,
    "tests/interop/test_batch_norm_folding.py::test_a_state_of_pytorch_is_folded": PYTORCH,
    "tests/model/test_weights.py::test_tensors_of_pytorch_load_as_they_are": PYTORCH,
    "tests/model/test_weights.py::test_the_lines_for_a_file_of_pytorch_work": PYTORCH,
    "tests/test_losses.py::test_value_and_gradient_equal_those_of_pytorch": PYTORCH,
    "tests/test_optim.py::test_schedules_set_the_rates_of_pytorch": PYTORCH,
    "tests/test_optim.py::test_twenty_steps_equal_those_of_pytorch": PYTORCH,
    "tests/train/test_step.py::test_step_equals_pytorch_over_several_updates": PYTORCH,
    "tests/train/test_fit.py::test_small_cnn_reads_the_digits": "trains for seconds",
    "tests/widgets/test_training_lab.py::test_the_model_may_be_used_while_it_is_trained": (
        "trains for seconds"
    ),
    "tests/widgets/test_explorers.py::test_the_output_has_a_view_a_text_and_a_picture_with_words": (
        "draws every explorer"
    ),
}


# Tests of many cases of one kind: the quick loop runs the first and every nth after it.
SAMPLED = {
    "tests/checks/test_layout_advice.py::"
    "test_advice_for_pictures_in_any_order_returns_these_pictures": 4,
    "tests/checks/test_layout_advice.py::"
    "test_pixels_of_whole_numbers_get_their_range_and_all_lines_at_once": 4,
    "tests/checks/test_pasted_code.py::"
    "test_every_call_that_does_not_fit_its_signature_is_answered_in_our_own_words": 4,
    "tests/data/test_augment.py::test_shape_and_type_stay_and_the_pictures_given_too": 4,
    "tests/data/test_files_of_the_trade.py::test_other_files_are_named_as_what_they_are": 4,
    "tests/exercises/test_prediction.py::test_a_typed_number_gets_its_verdict": 4,
    "tests/exercises/test_reasons.py::test_an_error_of_python_comes_with_advice_for_beginners": 4,
    "tests/model/test_weights.py::test_a_safetensors_file_that_lies_is_refused": 4,
    "tests/plots/test_bad_arguments.py::test_is_refused_in_one_sentence_of_our_own": 4,
    "tests/plots/test_plots.py::test_numbers_contrast_with_their_cell": 4,
    "tests/exercises/test_cases.py::test_the_cases_notice_every_small_change_of_the_reference": 5,
    "tests/exercises/test_hostile.py::"
    "test_a_hostile_function_meets_a_clear_sentence_and_leaves_all_as_it_was": 4,
    "tests/interop/test_onnx.py::test_the_file_is_valid_and_computes_what_the_network_computes": 5,
    "tests/plots/test_figure_html.py::test_only_cells_and_pictures_keep_their_colours": 2,
    "tests/plots/test_plots.py::test_numbers_that_are_not_drawn_are_not_turned_into_text": 3,
    "tests/plots/test_figure_rows.py::test_axes_of_equal_ratios_take_whole_numbers": 3,
    "tests/rejections/test_rejections.py::test_is_rejected_in_one_sentence_and_changes_nothing": 4,
    "tests/train/test_no_learning_advice.py::test_a_cause_that_can_be_named_is_told_once": 3,
    "tests/train/test_no_learning_advice.py::test_a_training_that_is_all_right_hears_nothing": 5,
    "tests/widgets/test_agreeing_digits.py::test_the_next_step_of_a_descent_can_be_worked_out": 4,
    "tests/widgets/test_agreeing_digits.py::test_the_sentences_of_softmax_can_be_worked_out": 4,
    "tests/widgets/test_bad_calls.py::test_a_class_whose_name_is_no_formula_is_drawn": 4,
    "tests/widgets/test_bad_calls.py::test_is_refused_in_one_sentence_of_our_own": 4,
    "tests/widgets/test_explorers.py::test_contributions_add_up_to_the_gradient": 5,
    "tests/widgets/test_network_explorer.py::test_every_map_of_any_network_opens_and_is_drawn": 4,
    "tests/widgets/test_setting_words.py::test_every_picture_says_what_each_shown_control_says": 4,
    "tests/widgets/test_still_figure.py::test_is_the_figure_as_it_would_be_saved": 2,
    "tests/widgets/test_training_interrupts.py::"
    "test_interrupt_at_any_line_leaves_a_run_before_or_after_the_piece": 8,
    "tests/widgets/test_training_lab.py::test_what_is_impossible_is_refused_and_changes_nothing": 4,
    "tests/widgets/test_training_run.py::test_bad_settings_are_refused_whole": 4,
    "tests/widgets/test_training_run.py::test_equals_fit_bit_for_bit": 5,
    "tests/widgets/test_training_run.py::test_changed_pictures_are_those_of_fit": 4,
    "tests/widgets/test_receptive_field_explorer.py::"
    "test_what_is_impossible_is_refused_and_nothing_changes": 4,
    "tests/widgets/test_filter_explorer.py::"
    "test_an_impossible_setting_is_refused_and_changes_nothing": 4,
    "tests/widgets/test_view_code.py::"
    "test_after_edits_by_hand_and_from_cells_the_pasted_line_gives_the_same_view": 5,
}


PLACES = {ROOT / name for name in SLOW if "::" not in name}


def is_slow(path, test="", case=0):
    """Tell whether a file is slow, or a test of it by its id and the number of the case."""
    name = test.partition("[")[0]
    if test in SLOW or name in SLOW or case % SAMPLED.get(name, 1):
        return True
    return _lies_in_a_slow_place(path)


@functools.cache  # asked for every test, and there are many of them in a file
def _lies_in_a_slow_place(path):
    return not PLACES.isdisjoint((path, *path.parents))
