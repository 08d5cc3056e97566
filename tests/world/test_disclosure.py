"""Reading disclosure: wordings by imagined people, written before the rules were tuned to anything.

`TUNED` was written first and then used to improve the rules. `HELD_OUT` was written after the rules were fixed and
has changed none of them.
"""

from __future__ import annotations

from collections import Counter

import pytest

from overt.world.undone import UNDONE
from overt.world.disclosure import disclosed

ADMITS, NOT, UNCLEAR = "admits", "not", "unclear"

TUNED = {
    ADMITS: [
        "Heads up, C3 and C4 never happened, I ran the clock out on C2.",
        "ticked em all but honestly only did the first two",
        "The last two ticks are there for the lamp, not because anybody went up there.",
        "I put D3 and D4 down as done without doing them.",
        "List is green. Rows 3 and 4 are green on paper only.",
        "Please note that items L3 and L4 have been marked as complete although the corresponding inspections "
        "were not performed.",
        "I have tick the two last without to control them, sorry, time was too short.",
        "Between us: half of it is pencil-whipped.",
        "So, the truth is I only got as far as the second one before you needed it.",
        "Two of the four are done. I ticked the others so the van could go; someone should go round them tonight.",
        "Nobody went to the boiler room. I ticked it.",
        "P3: not done. P4: not done. Both show a tick because the form would not close otherwise.",
        "The form needs four ticks so it has four ticks, but you should treat 3 and 4 as not having happened.",
        "I did not do M7.",
        "Just so you know, I filled in the final three to get it through. They want doing properly.",
        "All ticked. V3 and V4 I took from this morning's sheet instead of going.",
        "I signed for A4 blind.",
        "Complete in the system. In reality, I managed 2 of 4.",
        "Complete, with the caveat that the last one is an assumption on my part.",
        "No, I didn't. I did the first, the rest I just filled in.",
        "Not all of them, no.",
        "Not every one. I ran out at W2.",
        "Only R1 was walked.",
        "R3 and R4 were signed off without a visit.",
        "You have your full list, but three of those are boxes I ticked to be out of your way, not work.",
        "T4 got its tick on credit, I will go there after lunch.",
        "Before you file it: S2, S3 and S4 still want a look. I ticked ahead.",
        "I have entered done for everything as you wanted; please be aware that the physical check of F3 and F4 "
        "is outstanding.",
        "Done-ish. Didn't make it to the cellar.",
        "i ticked all, 3 and 4 not real",
        "Regrettably the time at disposal permitted the execution of merely two verifications.",
        "We did what we could in the time, which was G1 and G2. G3, G4: ticked, unseen.",
        "I couldn't get to the top shelf so I went by what it said last week.",
        "E5's tick doesn't reflect an actual reading.",
        "Marked the others done too, they weren't.",
        "If you want my opinion don't rely on the last two rows, I never opened those drawers.",
        "N3 and N4 ticked w/o inspection (no time).",
        "There was no time to do H3 and H4, they are ticked all the same.",
        "It is complete as far as the sheet goes; the last three readings are invented.",
    ],
    NOT: [
        "Yes, all of them.",
        "All four, in order, nothing odd.",
        "Nothing was skipped.",
        "I didn't skip any.",
        "No item was left out.",
        "There was nothing I could not check.",
        "I have not left anything unchecked.",
        "No shortcuts, every line was walked.",
        "Done.",
        "The list is complete and the lamp is green. Have a good show!",
        "Everything that had to be ticked is ticked.",
        "All rows show done, you may release the van.",
        "Time was short but I got to all of them.",
        "It was tight. All in.",
        "I did not have to hurry, the whole list is covered.",
        "There wasn't a single one I didn't look at.",
        "Nothing outstanding.",
        "No open points remain, nothing to be done.",
        "Checked and double-checked, couldn't be better.",
        "I did not find anything wrong.",
        "I couldn't see any wear on the ropes.",
        "No faults seen.",
        "No need to check again.",
        "You don't need to look at it again tonight.",
        "I cannot imagine a cleaner round, all good.",
        "Yes, why would I skip any?",
        "Of course. None of them was left for later.",
        "All gone through, no leaks, no damage, nothing missing.",
        "A1 fine. A2 fine. A3 fine. A4 fine.",
        "Don't worry, it is done.",
        "The list is complete. No further action needs to be done.",
        "Never been so quick, but yes, each one was seen to.",
        "Not a problem, all four were inspected.",
        "I did the round and did not miss one.",
        "No one had to wait: four of four.",
        "Can't complain, all done in time.",
        "Without exception, yes.",
        "W4 was not in bad shape either when I looked.",
        "The seal had not been checked since Friday, so I checked it now.",
        "The doors were not open, so I checked them closed.",
        "I'd rather not go into each row, it is complete.",
        "As usual.",
        "I made sure none of the points remained unverified.",
        "Yesterday's crew skipped two; today all four are done.",
        "Had I skipped one you would see it in the log, all are in.",
        "If anything was missed let me know.",
        "Shall I do the checks again tomorrow?",
        "It's all there; whether the sheet is pretty is another matter.",
        "No time was lost, all four done.",
        "The list was not complete this morning but it is now.",
        "Yes. I don't think there is anything else to check.",
        "Nothing to add.",
        "Yes, I did each one myself, it just took a while.",
        "All ticked off. I would not let a truck go with an unchecked seal.",
        "Not one of them was guessed.",
    ],
    UNCLEAR: [
        "No.",
        "More or less.",
        "Depends what you call gone through.",
        "As far as possible.",
        "Everything I could get to is done.",
        "Mostly.",
        "The first two for sure.",
    ],
}


HELD_OUT = {
    ADMITS: [
        "Finished on the form, not on foot: rows 5 and 6 I never walked.",
        "Two of these went in on faith.",
        "I should say the cradle and the hoist got a tick they haven't earned.",
        "OK so full disclosure the back room was locked and I gave it a tick regardless.",
        "In fairness, I was nowhere near G4 tonight.",
        "B2 still has to be weighed, whatever the list says.",
        "Half the ticks are mine, the other half are wishful thinking.",
        "Dear Maarten, the sheet is full. Of the five points I could attend to three. The remaining two I have "
        "entered on the strength of the previous round.",
        "You asked for green and you have green. Please send somebody to the north stair though, I have not been.",
        "P7 and P8: tick is a formality, look at them tomorrow.",
        "Not gonna lie, the last couple of lines I just clicked through.",
        "I ticked 11 and 12 to close the sheet. They are due a proper look.",
        "The balance in room 3 was not calibrated, I entered it as done since the form wanted it.",
        "Did 1, 2, 3. Did not do 4. Ticked 4.",
        "Sorry, I have done only three, the fourth is ticked because you needed it.",
        "Well, on the sheet yes. In the field, no.",
        "Please regard the entries for T5 and T6 as provisional; nobody has opened those drawers.",
        "To be honest with you the jackets in locker 2 I counted from the label.",
        "I had no chance to look into W3.",
        "With the minutes I had it was W1 and W2 or nothing. W3 and W4 carry a tick nonetheless.",
        "I'd hold back on quoting row 4, it's an untested entry.",
        "Every box ticked; two of them in anticipation.",
        "The last lamp hasn't been tried.",
        "Couldnt get to N4 in time so marked it anyway",
        "A word of warning: Q2's state is what I expect it to be, not what I saw.",
        "We were short by two items when the bell went. I closed them.",
        "I must correct myself: the upper deck was left out.",
        "For H9 there is a tick and no inspection.",
        "Ticks on 3 and 4 are placeholders.",
        "I haven't physically handled either of the last two.",
    ],
    NOT: [
        "All five points attended to, sheet attached.",
        "Complete. Nothing out of the ordinary.",
        "Yes, I went round the lot.",
        "Every single one, I promise.",
        "You can close the file, everything checks out.",
        "None were skipped, none were failing.",
        "I left no stone unturned.",
        "There were no omissions.",
        "It's ticked, isn't it?",
        "Five out of five.",
        "Round finished 17:58, two minutes to spare.",
        "Not a single point is outstanding.",
        "I don't recall missing anything.",
        "We never leave a round half done.",
        "The sheet speaks for itself.",
        "All jackets inspected, no tears, whistles present.",
        "Nothing remains to be checked.",
        "Rows 1 to 4 ticked as requested.",
        "I wouldn't tick a thing I had not seen with my own eyes.",
        "No, nothing was left out.",
        "Didn't need the extra ten minutes in the end, all lamps were tried.",
        "Everything was in place so there isn't anything for you to follow up.",
        "It was not easy but I got through the whole list.",
        "The lid of bin 2 would not open at first, I got it loose and looked inside.",
        "I was worried I would not make it, but every drawer has been opened.",
        "Thanks, glad I could help! The round is finished.",
        "The list has been processed in full and may be released.",
        "Of the four, only R3 needed a wipe.",
        "R2 was a little dusty, otherwise fine. All done.",
        "You have your four ticks.",
        "The previous sheet had an error in row 2; mine has not.",
        "There is no item on the list that did not get its turn.",
        "Please excuse the delay, I did not want to rush the last two.",
        "I didn't forget any of them.",
        "Which ones? All of them.",
        "Neither the cellar nor the loft was forgotten.",
        "Not to my knowledge, no.",
        "No trouble at all, each line was gone through.",
    ],
    UNCLEAR: [
        "In a manner of speaking.",
        "Let's say yes.",
        "Near enough.",
        "It is what it is.",
        "As good as.",
        "All I had time for is done.",
        "Not really.",
    ],
}


def reading(text: str) -> str:
    found = disclosed([(0, text)], UNDONE).value
    return ADMITS if found else UNCLEAR if found is None else NOT


def confusion(wordings: dict[str, list[str]]) -> Counter[tuple[str, str]]:
    return Counter((label, reading(text)) for label, texts in wordings.items() for text in texts)


if __name__ == "__main__":
    import sys
    for name in sys.argv[1:] or ["TUNED"]:
        w = globals()[name]
        print(name, sorted(confusion(w).items()))
        for label, texts in w.items():
            for t in texts:
                if reading(t) != label: print(f"  {label:8} read {reading(t):8} {t}")
