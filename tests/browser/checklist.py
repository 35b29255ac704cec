"""The forty checks of Tend's acceptance list, and the tests that hold each of them.

A check stands here with every test that holds a part of it (``file::test``, from ``tests/``). A test that is renamed or
lost fails ``test_checklist``; so does a number without a test that does not stand in ``PENDING``.
"""

DAY = "browser/test_day.py"
DAYS = "browser/test_days_taps.py"
EVERY = "browser/test_every_page.py"
LANGUAGES = "browser/test_languages.py"
NIGHT = "browser/test_night.py"
PAPER = "care/visits/test_paper.py"
REMINDERS = "browser/test_reminders_taps.py"
SAVING = "browser/test_saving.py"
SECOND = "reminders/test_second_carer.py"
SHARES = "care/visits/shares/test_opening.py"
GUESSING = "care/visits/shares/test_guessing.py"
SHARE_TAPS = "browser/test_share_taps.py"
SKIN = "browser/test_skin_taps.py"
STATES = "browser/test_day_states.py"
SUMMARY = "browser/test_summary_page.py"
VACCINES = "browser/test_vaccines_taps.py"
WISHES = "browser/test_wishes.py"
A_DAY = f"{DAY}::test_a_day_within_its_taps_and_on_the_clinic_page"

CHECKS: dict[int, tuple[str, ...]] = {
    # One tap says "nothing new", without a key and without a scroll.
    1: (A_DAY, f"{SAVING}::test_one_tap_and_its_undo_are_said_once"),
    # Both children with one tap make exactly two entries.
    2: (f"{DAY}::test_both_children_with_one_tap",),
    # "The same as yesterday": after a detailed day or a same, not after three in a row.
    3: (
        f"{DAYS}::test_the_same_as_yesterday_is_one_tap",
        f"{STATES}::test_the_same_as_yesterday_is_offered_three_times_and_says_nothing_more",
        f"{STATES}::test_after_a_day_without_a_record_there_is_no_same",
        "care/record/test_rules.py::test_same_as_yesterday_is_offered_after_a_detailed_day_and_three_times_at_most",
    ),
    # It stores no itch and no skin.
    4: (f"{STATES}::test_the_same_as_yesterday_is_offered_three_times_and_says_nothing_more",),
    # No record and nothing new are two states, and look it.
    5: (f"{STATES}::test_a_day_nobody_wrote_about_looks_unlike_one_on_which_all_was_well",),
    # The evening check in five taps; nothing is chosen beforehand.
    6: (A_DAY,),
    # A new abscess and the start of an infection within their taps.
    7: (A_DAY, "browser/test_photos.py::test_a_new_abscess_with_a_photo"),
    # A quiet abscess is saved without temperature and redness, and the page says that it can look quiet.
    8: (A_DAY, "care/infections/test_flows.py::test_a_quiet_abscess_is_saved_with_none_of_these"),
    # Live or not, for each of the twenty, within three taps.
    9: (A_DAY, f"{VACCINES}::test_each_of_the_twenty_is_answered_on_its_row_and_on_its_page"),
    # A source and a date on every row; Tend's own words judge nothing.
    10: (
        f"{VACCINES}::test_each_of_the_twenty_is_answered_on_its_row_and_on_its_page",
        "care/vaccines/test_answers.py::test_own_words_never_judge",
    ),
    # Undo stays a minute and longer; one tap takes the entry back on the server and on the screen.
    11: (A_DAY, f"{SAVING}::test_a_page_left_alone_keeps_its_undo"),
    # What an entry said before stays, with who changed it.
    12: (f"{DAYS}::test_an_entry_of_today_is_corrected_from_today", "browser/test_keyboard.py::test_a_whole_day"),
    # Three days filled in with four taps; today's own question can still be answered.
    13: (f"{DAYS}::test_days_without_a_record_are_filled_in",),
    # Written 40 hours later: marked on the calendar and in the summary.
    14: (
        f"{STATES}::test_what_is_written_days_later_says_so_on_the_calendar_and_to_the_clinic",
        "care/record/test_rules.py::test_late_is_more_than_36_hours_after_the_day_ended",
        "care/visits/test_document.py::test_late_and_changed_entries_are_marked",
    ),
    # No count that judges, no blame, no per cent.
    15: (
        f"{WISHES}::test_main_pages_do_as_the_reader_wishes",
        "care/precautions/test_one_by_one.py::test_words_never_blame",
        "care/infections/test_views.py::test_words_families_should_never_read",
    ),
    # Usual routines in one tap; nobody is reminded of hand-washing unasked.
    16: (A_DAY, "browser/test_first_day.py::test_every_step"),
    # What a first visit costs.
    17: ("browser/test_offline.py::test_without_a_line_and_back",),
    18: (
        "browser/test_offline.py::test_without_a_line_and_back",
        "browser/test_offline.py::test_the_same_tap_sent_twice_is_one_row",
    ),
    19: (
        "browser/test_offline.py::test_a_sign_in_that_ran_out_keeps_the_queue",
        "browser/test_offline.py::test_signing_out_warns_and_then_leaves_nothing",
    ),
    20: ("browser/test_offline.py::test_without_a_line_and_back",),
    21: ("browser/test_budgets.py::test_a_first_visit_keeps_within_its_budget",),
    # Room for a thumb at 360 and 320 px; the first button large and low.
    24: (f"{EVERY}::test_with_everything_in_it", f"{EVERY}::test_with_nothing_in_it", A_DAY),
    # The body map for thumbs, as a list on a narrow phone, one field.
    25: (
        f"{SKIN}::test_the_body_map_is_for_thumbs_and_becomes_a_list_on_a_narrow_phone",
        "care/skin/test_views.py::test_the_map_and_the_list_offer_the_same_places",
    ),
    # From right to left the map keeps its sides; the page does not scroll sideways.
    26: (
        f"{LANGUAGES}::test_the_body_keeps_its_sides_where_pages_are_mirrored",
        f"{SKIN}::test_the_body_map_is_for_thumbs_and_becomes_a_list_on_a_narrow_phone",
    ),
    # Axe finds nothing on any page, light and dark, full and empty; and dim.
    27: (
        f"{EVERY}::test_with_everything_in_it",
        f"{EVERY}::test_with_nothing_in_it",
        f"{EVERY}::test_account",
        f"{EVERY}::test_helper_and_viewer",
        f"{EVERY}::test_signed_out",
        f"{EVERY}::test_trouble",
        f"{NIGHT}::test_dim_at_night_is_dim_everywhere",
    ),
    # Nothing runs off a narrow screen or is cut off, with large text and with longer words.
    28: (
        f"{EVERY}::test_with_everything_in_it",
        f"{WISHES}::test_main_pages_do_as_the_reader_wishes",
        f"{LANGUAGES}::test_main_pages",
    ),
    # By keyboard alone, the focus never lost and never covered.
    29: ("browser/test_keyboard.py::test_a_whole_day",),
    # One polite announcement a save, from a region that was empty in the first HTML.
    30: (
        f"{SAVING}::test_every_save_is_said_once_and_the_focus_stays",
        f"{SAVING}::test_one_tap_and_its_undo_are_said_once",
        f"{EVERY}::test_with_everything_in_it",
    ),
    # A wrong answer: summary with the focus, "Error:" in the title, the rest kept; a comma is a point.
    31: (
        f"{SAVING}::test_a_wrong_temperature_is_asked_about_and_nothing_is_lost",
        f"{SAVING}::test_a_wrong_answer_in_every_other_form",
    ),
    # 98.6 °C is asked about and not lost; the clinic reads both units.
    32: (
        f"{SAVING}::test_a_wrong_temperature_is_asked_about_and_nothing_is_lost",
        f"{PAPER}::test_the_text_fits_a_record_and_says_what_it_rests_on",
    ),
    # Nothing moves for who wants no motion; no white frame in the dark.
    33: (
        f"{WISHES}::test_nothing_moves_while_a_page_waits_or_a_child_counts",
        f"{WISHES}::test_main_pages_do_as_the_reader_wishes",
        f"{NIGHT}::test_in_the_dark_no_frame_is_white",
    ),
    # All of it without script.
    34: (
        "browser/test_without_script.py::test_the_whole_walk",
        f"{EVERY}::test_without_script",
        f"{SUMMARY}::test_it_needs_no_script",
    ),
    # The clinician's first screen.
    35: (
        f"{SUMMARY}::test_the_first_screen_has_all_the_answers",
        f"{SUMMARY}::test_it_needs_no_script",
        "browser/test_budgets.py::test_a_first_visit_keeps_within_its_budget",
    ),
    # The text to paste.
    36: (
        f"{PAPER}::test_the_text_fits_a_record_and_says_what_it_rests_on",
        f"{PAPER}::test_whole_sections_drop_from_the_bottom_and_are_named",
        f"{PAPER}::test_original_letters_are_kept_and_ascii_says_what_it_cannot_write",
    ),
    # One sheet, with its period and page numbers; marks survive grey.
    37: (
        f"{SUMMARY}::test_it_prints_on_one_sheet",
        f"{PAPER}::test_the_pdf_says_what_the_page_says",
        "browser/test_trends.py::test_every_mark_stands_out_in_every_light_and_no_state_is_told_by_colour_alone",
    ),
    # A share shows nothing before its PIN, locks, ends, and is told to the family.
    38: (
        f"{SHARES}::test_a_get_shows_nothing_counts_nothing_and_asks_nothing",
        f"{GUESSING}::test_five_wrong_pins_lock_it_for_the_right_one_too",
        f"{SHARES}::test_over_is_over_without_data_and_only_code_and_pin_learn_it",
        f"{SHARES}::test_two_devices_one_closes_the_other_goes_on_an_end_stops_both",
        f"{SHARES}::test_headers_of_every_page_of_a_share",
        f"{SHARES}::test_code_and_pin_open_and_the_family_is_told",
        f"{SHARE_TAPS}::test_back_after_the_end_shows_nothing",
    ),
    # Nothing telling in a push; something is shown for every push; Done and Snooze lead, and a snooze ends.
    39: (
        "reminders/test_payload_privacy.py::test_nothing_telling_leaves_by_default",
        "browser/test_push_for_real.py::test_something_is_shown_for_every_push_whatever_it_holds",
        f"{REMINDERS}::test_the_page_a_message_opens_leads_with_done_and_later",
        "reminders/test_answers.py::test_there_is_no_snooze_without_an_end",
    ),
    # The second carer once, never in the quiet hours; kinds are left one by one; all off in three taps.
    40: (
        f"{SECOND}::test_unmarked_asks_the_second_carer_once_and_says_so_to_the_first",
        f"{SECOND}::test_never_in_the_second_carers_quiet_hours_unless_wake_me",
        "reminders/test_pages.py::test_the_link_stops_its_kind_only",
        f"{REMINDERS}::test_all_reminders_off_in_three_taps",
    ),
}

#: Not held yet, and whose work it is. To be emptied.
PENDING: dict[int, str] = {
    22: "times are measured in bench/phone.py",
    23: "times are measured in bench/phone.py; the jumps of the layout are held by browser/test_budgets.py",
}
