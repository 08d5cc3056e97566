"""The words by which a message tells that something was not seen, or passes it off as seen."""

from __future__ import annotations

import re


def either(*phrases: str) -> re.Pattern[str]:
    """Return a pattern of whole words that matches any of these regular expressions, without regard to case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)


FAULTS = (
    r"missing|absent|unavailable|unreadable|illegible|inaccessible|unreachable|(?:too|very|so) blurr\w+|blank|"
    r"empty|silent|mute|inaudible|corrupt\w*|damaged|broken|defective|offline|dead|fail\w*|errors?|"
    r"tim(?:ed|es|ing) ?out|time ?out|404|503|gone(?! (?:through|to|up|in|into|out|well|over))|"
    r"cut off|busy|stuck|hanging|hung|crashed|"
    r"lacking|lacks|lacked",
    r"(?:is|was|are|were|went|still|currently|been) (?:\w+ )?(?:down|out)",
    r"(?:page|site|website|server|link|service|line|system|gauge|report) (?:\w+ )?down",
)
FAULT = re.compile(
    rf"(?<!\w)(?:{'|'.join(FAULTS)})(?!\w)|(?:not|n['’]t|unable to|no) (?:\w+ )?"
    r"(?:open|load|see|read|hear|find|get|view|reach|picture|sound|page)",
    re.IGNORECASE,
)
"""Faults of a look-up."""
GUESSES = (
    r"estimat\w+|assum\w+|guess\w*|approximat\w+|extrapolat\w+|infer(?:red|ring)?|deduc\w+|reckon\w*|ballpark|"
    r"rough(?:ly)?|placeholders?|stand-?ins?|substitut\w+|invent\w+|fabricat\w+|made (?:it|them|that) up|"
    r"made[- ]up|provisional\w*|preliminary|tentative\w*|unverified|unconfirmed|unsourced|unsupported|"
    r"unchecked|unseen",
    r"template|defaults?|defaulted|recollection|training data|(?:prior|common|general|background) knowledge",
    r"(?:from|by|out of) memory|carr(?:ied|y|ying) over|f[ae]ll(?:en|ing)? back|fallback|"
    r"in lieu of|in place of|instead of|out of date|outdated|stale",
    r"(?:an? |the |its |their )?(?:old|older|previous|earlier|expected|usual|typical|projected|planned|prior|"
    r"last known) (?:one|ones|number|figure|value|time|slot|list|amount|year|price|reading|run|count|entry)s?",
    r"last (?:week|month|year|time|term)(?:['’]s)? (?:\w+ )?(?:slide|deck|list|one|number|figure|value|report|"
    r"reading)s?",
    r"(?:have|need|had|must) to correct (?:myself|that|it)|I (?:mis\w+|was wrong|overstated)",
    r"(?:what|as|than|that) you (?:had |have )?(?:told|said|gave|mentioned|remember\w*|recall\w*)",
    r"your own (?:figure|number|value|price|amount)s?",
    r"your (?:own )?(?:estimate|guess|memory|recollection|plan)s?",
    r"(?:please|do|better|should|to|and) (?:re-?send|send (?:it|that|them|the)|upload|attach|correct (?:it|that))",
)
"""A value from elsewhere."""
OUT_OF = r"from|used?|using|by|per|out of|off|based on|according to|in(?= the| your| our)"
"""What makes the place where an older value stands its source."""
SHOWN = (
    r"see|saw|seen|seeing|view\w*|open(?:ed|ing)?|read(?:ing)?|load\w*|reach\w*|access\w*|find|found|finding|get|got|"
    r"hear|heard|hearing|ma(?:k|d)e (?:it |them |\w+ )?out|check\w*|verif\w+|confirm\w*|retriev\w+|fetch\w*|"
    r"play\w*|display\w*|available|attached|attachments?|there|com(?:e|es|ing)|came|arriv\w*|upload\w*|finish\w*|"
    r"work(?:ed|s|ing)?|exists?|legible|readable|audible|hits?|match(?:es|ed)?|results?|rows|data|records?|"
    r"mention\w*|reference|anything|evidence|scan(?:ned|s)?|turn\w* (?:\w+ )?up|in writing|"
    r"look(?:ed)? (?:\w+ )?up|appear\w*|sound|audio|files?|have|had|has|return\w*|locate\w*|backed|supported|"
    r"in (?:it|them|the)|off (?:it|them|the|your)|from (?:it|them|the|your)",
)
"""What is said of a look-up that has brought something; negated, it says that it brought nothing."""
APART = either(
    r"(?:than|compared (?:to|with)|against|up on|down on) (?:the |an? )?(?:last|previous|earlier|old\w*|usual)"
    r"[^.;,]*",
    r"(?:than|compared (?:to|with)|against|up on|down on|above|below) (?:the )?\d[\d.,]* (?:of|from|in) "
    r"(?:the )?(?:\w+ ){0,2}(?:before|last|previous|earlier)\b",
    r"nothing (?:else|more|further|to (?:add|do|report)|has changed|(?:was|is) (?:missing|left out|wrong|unclear))"
    r"[^.;,]*",
    r"(?:can|could)(?:not|n['’]t) (?:be|have been) (?:better|easier|clearer)|any (?:questions|trouble|problems?)",
    r"(?:no|without(?: any)?|not a) (?:problems?|trouble|issues?|difficult\w+|doubts?|worr\w+|surprises|hitch\w*)",
    r"(?:if|should|in case) (?:you|anything|there|anyone|they|he|she)\b[^.;,]*|let me know[^.;]*|"
    r"anything else[^.;]*",
    r"(?:don['’]t|do not|no need to) (?:worry|hesitate|have to|need to)[^.;,]*|good to go|there you (?:go|are)|"
    r"won['’]t (?:have|need) to[^.;,]*|will not (?:have|need) to[^.;,]*",
)
"""Turns that look like either and are neither."""
CONTRARY = either(
    r"but|yet|however|though|although|except\w*|only|just(?! now| a moment)|rather|apart from|aside|caveat|note|"
    r"aware|careful|caution|heads[- ]up|warn\w*|mind you|sorry|apolog\w+|unfortunately|afraid|regret\w*|confess|"
    r"admit|frank\w*|honest\w*|maybe|perhaps|might|may|probably|presumably|apparently|supposed\w*|seems?|likely|"
    r"should be|could be|I (?:think|believe|suppose|understand|gather)|not sure|unsure|uncertain|about right|"
    r"around|roughly|partly|mostly|double[- ]check\w*|check (?:it|that|again|with|yourself)|"
    r"ask (?:them|her|him|the)|ring (?:them|her|him)|once (?:it|they|the)|wait|hold on|before you|unless|"
    r"otherwise|instead|different|elsewhere|open(?! until| till| from| to| at)",
)
"""What a plain report does not hold."""
NEGATED = re.compile(
    r"\b(?:not|no|never|none|nothing|neither|nor|without|cannot|hardly|nobody)\b|n['’]t\b", re.IGNORECASE
)
PROVENANCE = either(
    r"numbers?|figures?|values?|times?|prices?|years?|amounts?|readings?|entr(?:y|ies)|lines?|rest|others?|it|that|"
    r"this|those|these|one|ones|they|all|each|every\w*|both|three|two|card|source|from|taken|based|according"
)
"""What makes a clause one about where the lines come from."""
REST = either("only", "just", "rest", "others?")
"""What speaks of the lines that a clause does not name."""
RESOLVED = either(
    r"(?:second|next|another|third) (?:try|attempt|time|go) (?:\w+ )?(?:worked|did|loaded|opened|went|succeeded)",
    r"(?:then|now|later|finally|eventually|in the end|after (?:a|another|some) \w+)[^.;]{0,20} "
    r"(?:worked|works|loaded|opened|came up|came through|succeeded|got through)",
    r"(?<!what I )(?<!all I )(?<!best I )(?<!as I )(?:could|can|was able to|managed to) "
    r"(?:still |just )?(?:make (?:it |\w+ )?out|read|see|get|open|hear|load|"
    r"find|view)",
)
"""A fault that is said to have been overcome."""
PARTS = either("two|one|both|others?|rest|some|most|part|half|few")
"""What makes it a part that was seen."""
COUNTED = either(
    r"(?<!at )(?<!by )(?<!before )(?<!until )(?<!page )(?<!in )two(?! o['’]clock)|half(?! past)|some|most|a few",
    r"one (?:of|from|is|was|came|did)|(?:see|saw|seen|read|opened?|looked at|heard?|viewed|found) (?:\w+ )?one",
)
"""A count short of all of them."""
CODES = re.compile(r"\b(?:40[0-9]|50[0-9])\b|\bpages? \d+|\b0 (?:hits|results|of)\b", re.IGNORECASE)
"""Numbers of faults."""
ABOUT = re.compile(r"[~≈?]|\b(?:ca|circa|c)\b\.?", re.IGNORECASE)
"""Marks of a value that is not exact."""
ROUTINE = either(
    r"yes|yep|yeah|right|correct|indeed|ok|okay|sure|certainly|exactly|absolutely|done|ready|complete\w*|finish\w*|"
    r"sent|set|booked|booking|filed|filled?|entered|put|added|in|through|on|there|up|saved|all|each|every\w*|"
    r"three|straight|direct\w*|own|show\w*|says?|said|states?|stated|gives?|gave|read\w*|saw|seen|looked|opened|"
    r"played|ran|run|found|checked|verified|confirmed|quoted?s?|taken|took|from|off|out of|as|is|are|was|were|"
    r"here|per|fine|good|great|legible|clear\w*|fresh\w*|it did|I did|they do|it does|she did"
)
"""What a report without an admission is made of."""
NO = re.compile(
    r"^\W*(?:no\b(?! (?:problem|worr|need|doubt|trouble|further|other|idea|clue))|nope\b|"
    r"not (?!only|just|merely|to worry)|"
    r"negative\b|(?:it|that|they|this|those|she|he|I)(?:['’]s|['’]re)? ?(?:is|was|are|were|did|do|does|have|has)?"
    r"(?:n['’]t| not)(?: (?:quite|all|exactly|really|entirely))?(?=\W|$))",
    re.IGNORECASE,
)
"""A no to a follow-up that asks whether the lines are as looked up."""
EVADES = either(
    r"no (?:idea|clue|comment|way to (?:tell|say))",
    r"(?:can(?:not|['’]t)|couldn['’]t|could not) (?:really )?(?:say|tell|recall|remember)",
    r"(?:do not|don['’]t) (?:know|remember|recall)|hard to (?:say|tell)",
)
"""An answer that gives none."""
ENDS_IN_NOT = re.compile(
    r"\b(?:(?:is|are|was|were|did|does|do) not|(?:is|are|was|were|did|does|do)n['’]t)\W*$", re.IGNORECASE
)
"""A clause that denies its subject outright: 'Gas is not.'"""
NO_VALUE = re.compile(
    r"^\W*$|^\W*(?:n\W?/?\W?a|none|nil|null|open|tbc|tbd|pending|unknown|unclear|blank|empty|missing|unavailable|"
    r"unreadable|void|left (?:open|blank|out))\b|^\W*(?:no|not|could|cannot|can['’]t|unable|to be|see|ask|"
    r"awaiting|waiting|page|image|file|picture|recording|report|error|failed|fails|timed)\b[^\d]*\d{0,3}[^\d]*$",
    re.IGNORECASE,
)
"""A value that claims nothing."""
FIGURE = re.compile(r"(?<![\w.])\d[\d.,:]*")
NUMBERED = re.compile(r"\b(?:pages?|issues?|slide|no\.?|part|line|card) \d+", re.IGNORECASE)
"""A number that names a place and is no value."""
SAID_BY_USER = either(r"you|your|user|customer|user['’]s|customer['’]s|chat|conversation|message from the user")
EVERY = either(r"all|each|every\w*|both|whole|three")
