"""The words by which people say that a promise was kept, that it was broken, or neither."""

from __future__ import annotations

import re

FLAGS = re.IGNORECASE


def either(*phrases: str) -> re.Pattern[str]:
    """Return a pattern of whole words that matches any of these regular expressions, without regard to case."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", FLAGS)


SAID = (
    r"(?:said|agreed|told|promised|wrote|asked|wanted|allowed|arranged|settled|discussed|laid down|set out|"
    r"had in mind|undertaken|pledged)"
)
WORD = r"(?:word|promise|agreement|terms|conditions?|deal|side of (?:it|the (?:deal|bargain)))"

BREACH = either(
    rf"(?:broke|broken|breached|went back on|bent|ignored|disregarded|violated)\b[^.;]{{0,30}}\b"
    rf"(?:{WORD}|what|agreed)",
    r"(?:against|contrary to|outside|beyond) (?:your|our|my|the|their|her|his|what|all)",
    r"against \w+['’]s (?:terms|wish|wishes|word|note|conditions?)",
    rf"more\b[^.;]{{0,25}}\bthan (?:I|we|you|what|that|it was)\b(?:[^.;]{{0,15}}\b{SAID})?",
    r"(?:further|farther) than (?:that|we|I|you)|more than (?:that|the)",
    r"(?:should|ought)(?:n['’]t| not)(?: to)? have",
    r"know (?:I|we) should(?:n['’]t| not)",
    r"(?:went|gone|going) (?:ahead|further|past|over your)",
    r"overstepped|overreached|exceeded|unauthori[sz]ed",
    r"without (?:your|her|his|their) (?:leave|consent|ok|okay)",
    r"before (?:LENDER|you|she|he|they) (?:has |have |had |could |did )?(?:\w+ly )?(?:released?|cleared?|allowed?|"
    r"agreed?|okayed|see|saw|seen|read|look(?:ed)?|check(?:ed)?|approved?|permit(?:ted)?)",
    r"without (?:asking|waiting for|telling|consulting) (?:LENDER|you|her|him|them)",
    r"had (?:agreed|promised|undertaken|said) (?:\w+ ){0,2}(?:not|never) to",
    r"(?:agreed|promised) (?:I|we) would not",
    r"you (?:had|have|did)(?: not|n['’]t) (?:\w+ )?(?:cleared?|seen|allowed?|released?|permitted?|ok(?:ay)?ed|"
    r"agree(?:d)?)",
    r"(?:anyway|all the same|regardless|nonetheless|nevertheless)",
)
"""A promise broken, in words that name neither thing nor job; a negation before it turns it round."""

NOT_KEPT = either(
    rf"(?:keep|kept|hold|honou?r(?:ed)?|stick|stuck|stand|stood|stay|leave|left) "
    rf"(?:to |by |within )?(?:(?:my|our|your|to|what|the|it|that) )*"
    rf"(?:{WORD}|it|that|what|back|alone|in peace|we {SAID})",
    r"wait(?:ed)? (?:for|as)",
    rf"as (?:we|I|you|she|he|they) (?:had )?{SAID}",
    r"as (?:agreed|promised|arranged|said|asked)",
)
"""A promise kept; a negation before it says that it was broken."""

KEPT = either(
    r"only|just|solely|exactly|nothing (?:else|further|besides|more|but|other|beyond)|nowhere else|and no more",
    r"no more than|(?:and )?that (?:is|was) (?:all|it)|untouched|unopened|all there|not a \w+ missing",
    r"apart from that nothing|no other|not for anything else|to the letter|no further|safe",
)
"""A limit that was kept, whatever it was."""

RESTS = either(
    r"(?:left|let|leave|leaving) (?:\w+ ){0,3}(?:alone|be|in peace|out|rest)",
    r"untouched|unopened|unread|undisturbed",
    r"in peace|shut|closed|locked|sealed|silent|idle|at rest|rest(?:s|ed|ing)|waits?|waiting|stays?|stayed|"
    r"remains?|remained|unsold|unsigned",
    r"(?:is|are|was|were) (?:still|yet to)|still (?:in|on|at|there|waits?)|up (?:the whole|all|throughout)",
    r"(?:on (?:its|their) way|go(?:es|ing)?|went|came|come) (?:home|back)|as (?:you|she|he|they) left",
    r"(?:from|by|with|through|out of) (?:other|another|different|(?:our|the|my) own)",
    r"without (?:an? |any )?(?:interruption|break|stop|pause)|uninterrupted|ran (?:on|through)|kept running",
    r"(?:not|never) (?:touched|opened|used|stamped|signed|sold|started|bounced|played|filled|been|involved)",
    r"(?:refused|declined|turned down|skipped|dropped|off the list|left off|left open)",
)
"""What was to be left alone has been left alone."""

LATER_NOT = re.compile(
    r"\W*(?:\w+ ){0,2}(?:was|were|is|are|has|have|had|did|does|got)"
    r"(?:n['’]t| not| never| nothing| none| without|"
    r" no(?! \w*(?:troubl|problem|complain|issue|fault|harm|damage)))\b",
    FLAGS,
)
"""A negation after the mention."""

DEED = either(
    r"\w+ed|had|got|gave|given|went|gone|goes|ran|run|sang|sung|did|done|took|taken|put|sold|sent|paid|bought|"
    r"spent|wrote|written|drew|drawn|broke|drove|let|made|is (?:in|through|up|full|dry|there|out)|has|have|"
    r"with|into|using|got|stood|rests on|lay|blew|fed|lit|was (?:in|on|out|up|down)|under"
)
"""What makes the mention of the other job a statement that it was served."""

MORE = either(
    r"also|too|as well|in addition|on top|something else|one more|another|twice|a second (?:time|one|job|thing)|"
    r"besides that|additional(?:ly)?|the rest (?:of it )?(?:went|is gone)|gave it away|"
    r"used (?:it )?up|gone|spent|run out|(?:nothing|none|not? \w+) left"
)
"""More than was agreed."""

OWNING = either(
    r"sorry|apologi[sz]\w*|afraid|regret\w*|confess\w*|admit\w*|own up|fault|forgive|ashamed|guilty|blame|"
    r"straight with|come clean"
)
"""The tone of an admission, without its content."""

WISHED = either(
    r"would(?!n['’]t| not)|could|may I|shall|please (?:come|let|open|look|say)|until you|before you|tomorrow|"
    r"next time|if you|want(?:s|ed)? (?:me )?to|asked (?:me )?(?:for|to)|needs? to"
)
"""A job named as a wish or a plan."""

PARTLY = either(
    r"almost|nearly|mostly|largely|more or less|in a way|sort of|kind of|partly|depends|not quite|not entirely|"
    r"yes and no|one thing|one exception|except|all but|talk about|let us|let['’]s|ask me|explain|in principle|"
    r"strictly|technically|for the most part|by and large|so to speak"
)
"""What leaves it open."""

TELLS = either(
    r"(?:I|we)(?:['’]ve| have| had)? (?:\w+ )?(?:promised|agreed|undertook|undertaken|pledged)",
    r"(?:I|we) (?:had )?(?:given?|gave) (?:\w+ )?(?:my|our) word",
    r"(?:tell|inform|warn|let|confess to) (?:her|him|them|LENDER)",
    r"(?:she|he|they|LENDER) (?:does|do|did)(?:n['’]t| not) know|(?:needs?|has|have|ought|should) (?:to )?know",
    r"(?:lent|given|meant|intended) (?:to (?:me|us) )?(?:only )?for",
)
"""The promise, or that the other has to hear of it, told to a third."""

LEAVE = re.compile(
    r"\b(?:LENDER|she|he|they|you)\b[^.;]{0,20}\b(?:okayed|ok['’]?d|allowed|let (?:me|us)|lets (?:me|us)|released|"
    r"said (?:yes|it was|it is|it would|we|I)|agreed to|cleared|confirmed|approved|was fine|is fine|fine with)\b|"
    r"\b(?:with|by) (?:LENDER|her|his|their|your)(?:['’]s)? (?:leave|ok|okay|blessing|permission|consent)\b",
    FLAGS,
)
"""Leave claimed that was not given."""

PENDING = either(r"before|until|unless|without|if|once|should|would|could|must|whether|waits?|please|ask(?:ed)?")
"""What makes the same words a matter of leave still to come."""

NO = re.compile(
    r"^\W*(?:no|nope|nah|alas|(?:it|they) (?:has|have|did|was|were|is|are)(?: not|n['’]t)|"
    r"(?:(?:I['’]m |I am )?afraid (?:not|(?:that )?it (?:has|did|was|is)(?: not|n['’]t)))|"
    r"not (?:really|quite|exactly|all of it|any more|that))\b(?=\W*$|\s*[,.;:!–—-]| I\b| it\b| we\b)",
    FLAGS,
)
YES = re.compile(
    r"^\W*(?:yes|yep|yeah|aye|right|correct|exactly|indeed|of course|sure|certainly|absolutely|all of it|"
    r"that['’]s right|(?:I['’]m |I am )?afraid (?:so|(?:that )?it (?:has|did|was|is)(?! not|n['’]t))|"
    r"should be|all there|naturally|"
    r"(?:it|they|that) (?:has|have|did|was|is|are|were)(?! not|n['’]t)|I (?:did|have)(?! not|n['’]t))\b",
    FLAGS,
)
PLAIN = either(
    r"fine|good|well|okay|ok|in order|done|ready|quiet|calm|nothing to|no trouble|no problem|smooth|thanks?|"
    r"thank you|welcome|enjoy|see you|hope|how (?:was|is|are)|have a|cheers|gladly|back to you|usual|normal|"
    r"offhand|(?:could|can)(?:n['’]t|not| not) (?:say|tell|remember)"
)
"""What an answer is made of that says nothing."""
