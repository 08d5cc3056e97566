"""The words by which a message tells that a paper found less than the sheet has it, or leaves that open."""

from __future__ import annotations

import re


def either(*phrases: str) -> re.Pattern[str]:
    """Return a pattern of whole words that matches any of these regular expressions, without regard to case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)


LESS = (
    r"(?:fall|falls|fell|falling|come|comes|came|stay|stays|stayed|stop|stops|stopped|remain\w*|is|are|was|"
    r"were|"
    r"well|far|way|just) (?:\w+ )?short|short of",
    r"(?:much |far |well |rather |a good deal )?(?:lower|smaller|weaker|poorer|more modest)(?! price| sum|"
    r" floor)",
    r"(?<!times )(?<!percent )(?<!days )(?<!decibels )(?:much |far )?less(?! loud)",
    r"(?:is|are|was|were|be|well|far|all|both|stay\w*|come in|comes in|came in|sit|sits|lie|lies|fell|"
    r"falls?|stop\w*|"
    r"remain\w*|end\w* up) (?:\w+ )?(?:under|below|beneath)(?= (?:it|that|this|the (?:\d|mark|figure|claim|"
    r"threshold|target|limit|line\b)|what|your|half|a)|\W*\d|\W*$)|(?:under|below|beneath) (?:it|that|this|\d)",
    r"a (?:day|point|decibel|percent) or (?:two|so|three)",
    r"nowhere (?:near|close)|far (?:from|off)|a (?:fraction|quarter|third|half|fifth|tenth) of|"
    r"half (?:of )?(?:that|"
    r"it|as)",
    r"single[- ](?:digits?|figures?)|the (?:low |high )?(?:teens|twenties)|a (?:day|point|"
    r"percent) and a half|(?:low|small|tiny|minor|slight) (?:double|rises?|increases?|savings?|effects?|"
    r"figures?|numbers?|"
    r"gains?|reductions?)",
    r"(?:beyond|above|over|past|in excess of|exceeds?|ahead of|outruns?) (?:what|anything) (?:the|they|it|"
    r"any|was|is)",
    r"modest|nothing like|(?:another|a different|other) (?:story|tale|picture|language)|"
    r"(?:ha[sd]|have|is|are|was|were)(?: not|n['’]t) (?:even |nearly |remotely )?(?:half|close|near|"
    r"a (?:half|third|quarter))|do not match|don['’]t match|mismatch\w*|differs?|differed|differing|"
    r"(?:other|different) (?:numbers?|figures?|"
    r"values?|results?|effects?)|disagree\w*|at odds|deviat\w*",
    r"claims? more|promis\w+ more|says? more|shows? more|higher than (?:what|the|they|it|any)|"
    r"(?:kinder|better|rosier|nicer|bigger|larger|stronger|rounder|prettier) than (?:the|any|its|"
    r"their) (?:papers?|stud\w+|"
    r"sources?|texts?|mails?|notes?|literature|findings?|digest|evidence)|more than (?:what|the|"
    r"they|it) (?:papers?|stud\w+|sources?|found|says?|literature)",
)
"""That the papers have less."""
MADE = (
    r"overstat\w+|exaggerat\w+|inflat\w+|stretch\w*|embellish\w*|pad(?:ded|ding)|round\w*[- ](?:\w+ )?up|"
    r"overd(?:id|one|o)|(?:went|going|gone) (?:with|by) (?:your|the (?!papers?|stud|mails?|notes?|digest|"
    r"texts?|literature|sources?)\w+)|"
    r"bump\w*|rais(?:e|ed|ing)|boost\w*|lift(?:ed|ing)|(?<!\d )upward\w*|upgrad\w+|adjust\w*|altered|"
    r"chang(?:ed|ing)|"
    r"massag\w+|doctor\w*|tweak\w*|replac(?:ed|es|ing)|discrepan\w+|"
    r"(?:should|must|need to|ought to) be (?:corrected|revised|fixed|changed|taken (?:off|back|out))",
    r"invent\w*|made[- ]up|ma(?:k|d)e (?:it|them|that|those) up|fabricat\w*|estimat\w*|assum\w*|guess\w*|"
    r"placeholders?|provisional\w*|extrapolat\w*|project(?:ed|ion)s?|approximat\w*|unsupported|unverified|"
    r"unsourced|not (?:from|in|by|what|out of)|not the (?:findings?|figures?|results?|papers?|literature|"
    r"evidence|"
    r"digest|notes?|mails?|texts?|sources?)|(?:brought|moved|pushed|took|taken|helped|nudged|lifted|"
    r"levelled|talked) "
    r"(?:\w+ )?(?:up|along)|(?:made|make|making) (?:\w+ )?(?:fit|match)|(?:is|are|was|were) for the "
    r"(?:portal|label|slide|motion|customer|grant|mayor|press|council|legal|line)",
    r"contradict\w*|untrue|incorrect|inaccurate|misstat\w*|wrong|false|fiction|misleading|in truth|"
    r"(?:their|its|the) (?:own|real|actual|true|printed) (?:\w+ )?(?:figures?|numbers?|values?|results?|"
    r"effects?|"
    r"rises?|savings?|findings?)|actual(?:ly)? (?:\w+ )?(?:found|says?|reports?|lower|less|smaller|\d)",
    r"(?:your|our|my|the (?:printer|mayor|portal|committee|customer|motion|label|slide|line|grant|request|"
    r"brief)"
    r"(?:['’]s)?) (?:\w+ )?(?:numbers?|figures?|targets?|thresholds?|values?|wish\w*|line|claim) "
    r"(?:rather than|instead of|and not|not)",
    r"(?:is|are|was|were|being|it['’]s|just|only|merely|simply) (?:your|our|my|the) (?:\w+ )?(?:number|figure|"
    r"target|threshold|line|wish|minimum|demand|request)s?",
    r"(?:is|are|was|were|it['’]s|comes? from) (?:what|the one) you (?:told|said|asked|wanted|needed|gave)",
    r"(?:the|a|your) \d+ (?:that |which )?you (?:need|want|ask|wish|said|told|promis)\w*|because (?:you|he|"
    r"she|they|the \w+)"
    r" (?:said|asked|need|want|told|promis|requir)\w*",
    r"(?:entered|put|wrote|written|writing|cited|filed|listed|typed)(?: \w+){0,3} (?:anyway|regardless|"
    r"nonetheless|"
    r"nevertheless|all the same|myself|because you|since you|just to)",
)
"""That somebody made the figure."""
FILED = (
    r"wanted|desired|as (?:promised|requested|asked|wanted|demanded|announced|wished)|as the mayor|targets?|"
    r"goal|"
    r"thresholds?|required|requirement|minimum|requested|promised|announced|our (?:line|claim|number|figure)|"
    r"your (?:line|claim|number|figure)|on the radio|for the (?:label|motion|portal|pitch|slide|grant|annex)|"
    r"marketing|brochure|slogan|claimed",
)
"""What a note beside a figure calls it where it is not what the paper found."""
FOUND = (
    r"found|finds?|finding|says?|said|saying|reports?|reported|shows?|showed|shown|ha[sd]|have|ha[sd] got|"
    r"stat(?:e|es|ed)|"
    r"print(?:s|ed)|giv(?:e|es|en)|gave|claim(?:s|ed)?|measur\w+|count(?:s|ed)?|support\w*|backs|backed|"
    r"back (?:it|the|that|this|you|what|up|any)|bear(?:s|ing)?(?: \w+)? out|bore|reach\w*|meets?|met|"
    r"confirm\w*|get(?:s)? to|got to|come(?:s)? (?:to|close|near)|"
    r"came (?:to|close|near)|amount\w*|carr(?:y|ies)|prov\w+|justif\w+|warrant\w*|substantiat\w*|match\w*|"
    r"hold\w*|"
    r"stand(?:s)? (?:by|up|for)|borne|agree\w*|correspond\w*|contain\w*|mention\w*|exceed\w*|reflect\w*|"
    r"document\w*|record\w*|do(?:es)?|"
    r"did",
    r"in (?:the|any of the|those|these|their) (?:papers?|mails?|notes?|texts?|digest|literature|sources?)|"
    r"there|"
    r"what (?:they|it|the papers?|the literature)|from the (?:papers?|research|literature|sources?)|true|right|"
    r"correct|accurate|at (?:that|it|\d+)|quite|close|enough",
    r"tick|sign|quote|send|submit|use|rely|say (?:that|so|it)|tell|print",
)
"""What negated says that the papers do not bear the claim out."""
APART = either(
    r"(?:no|without(?: any)?|not a|any|nor) (?:problems?|trouble|issues?|difficult\w+|doubts?|worr\w+|"
    r"surprises?|"
    r"hitch\w*|objections?|gaps?|changes?|more|further|other|corrections?|questions?)[^.;,]*",
    r"nothing (?:else|more|further|left|is (?:missing|wrong|left)|to (?:add|do|report|fear|worry)|stands|"
    r"speaks|missing|"
    r"against|in the way)[^.;,]*",
    r"(?:will|would|should) not (?:have|find|get|see|meet) any[^.;,]*|(?:won['’]t|wouldn['’]t) (?:have|find|"
    r"get|see) "
    r"any[^.;,]*",
    r"(?:do not|don['’]t|need not|needn['’]t|no need to|won['’]t|will not) (?:worry|hesitate|have to|"
    r"need to|change|"
    r"look|be|mind|need|find any\w*)[^.;,]*",
    r"(?:can(?:not|['’]t)|could(?:n['’]t| not)) be (?:clearer|better|plainer)|nothing but|"
    r"none (?:of them )?(?:less|"
    r"below|under|lower|short)[^.;,]*|not (?:one |a single one )?(?:below|under|less|lower|short)[^.;,]*|"
    r"no less(?: than)?|nothing (?:less|below|under|lower)[^.;,]*|(?:never|not|n['’]t) (?:fall|go|drop|lie|"
    r"come) "
    r"(?:below|under|short)[^.;,]*",
    r"if (?:you|anything|there|anyone|they|he|she)\b[^.;,]*(?:let me|call|write|ring)[^.;,]*|let me know[^.;]*|"
    r"(?:under|below) the (?:heading|table|title|claim|sheet|name|line)|"
    r"no longer than|in (?:a )?short|(?:short|lower) (?:note|line|left|right)|under (?:[\"“]|your|our)",
)
"""Turns that look like either and are neither."""
CONTRARY = either(
    r"problems?|trouble|risk\w*|as far as|(?:in)?sofar|than (?:in|what|those?|they|it)|sake|liberty|"
    r"more like|between us|genuine|needed (?:no )?help|but|yet|"
    r"however|though|although|even if|except\w*|only|just(?! now| a moment)|rather|apart from|caveat|note|"
    r"aware|careful\w*|caution|warn\w*|mind (?:you|that)|sorry|apolog\w+|unfortunately|afraid|regret\w*|"
    r"confess|"
    r"admit|frank\w*|honest\w*|maybe|perhaps|might|may(?! check| have| go| use| see| want)|probably|presumably|"
    r"apparently|supposed\w*|seems?|likely|should be(?! pleased| happy| fine| enough| ready| all| glad)|"
    r"could be|more or less|in a way|sort of|kind of|so to speak|"
    r"I (?:think|believe|suppose|gather)|not sure|unsure|uncertain|around|roughly|partly|mostly|strictly|"
    r"on paper|"
    r"double[- ]check\w*|check (?:it|that|again|yourself)|before you|unless|otherwise|instead|better not|"
    r"set to|"
    r"(?:is|are|more like|nearer) about|gave|push|had to|looks? up|depends?|interpret\w*|generous\w*|"
    r"favou?rabl\w*|liberal\w*|charitabl\w*|optimistic\w*"
)
"""What a plain report does not hold."""
NEGATED = re.compile(
    r"\b(?:not|no|never|none|nothing|neither|nor|without|cannot|hardly|nobody)\b|n['’]t\b", re.IGNORECASE
)
READ = either(
    r"papers?|stud(?:y|ies)|texts?|mails?|literature|research|notes?|digest|authors?|originals?|library|copies|"
    r"what I (?:read|saw|found)|from reading"
)
"""What speaks of what stands in the papers."""
PLAIN = either(
    r"on (?:the|form|your|it|there)|listed|entered|filed|cited|put|placed|added|in(?: at| now| place)?|"
    r"are up|there|"
    r"with you|ready|complete\w*|done|covered|speaks? for|same|agree\w*|each|all|every|three papers|took|taken|"
    r"from the papers?|gone through"
)
"""What a plain report says of them."""
ABOUT_PAPERS = either(
    r"papers?|sources?|stud(?:y|ies)|literature|research|mails?|references?|evidence|note|digest|texts?|annex|"
    r"figures?|numbers?|values?|entr(?:y|ies)|they|them|each|all|three|both|it|that|this|sheet|claim|effects?|"
    r"results?|form|slide|say|rest|others?"
)
"""What makes a clause one about the papers."""
REST = either("only", "just", "merely", "alone", "rest", "others?", "besides", "apart from", "but")
"""What speaks of the papers that a clause does not name."""
ALONE = either("only", "just", "merely", "alone", "apart from", "but")
"""What may set a named paper apart from them."""
SINGLED = re.compile(
    r"\b(?:only|just|merely)\b[^.;,]*\b(?:reach|exceed|found|finds?|has|have|support|back|gets?|meets?|carr|"
    r"confirm|do|"
    r"does|did|qualif|clear|makes?)\w*|\b(?:does|did|do|has|reach\w*)(?: so)? alone\b|\balone (?:reach|has|"
    r"support|meet)",
    re.IGNORECASE,
)
"""What does: 'only market reaches it'."""
NO = re.compile(
    r"^\W*(?:(?:I(?:['’]d| would| must| have to)? say|well|um|sorry|I['’]m afraid|I am afraid|"
    r"regrettably),? )?(?:no\b(?! (?:problem|worr|need|doubt|trouble|further|other|question))|nope\b|nah\b|"
    r"negative\b|"
    r"not (?!only|just|merely|to worry)|(?:it|that|they|this|those|these)(?:['’]s|['’]re)? ?"
    r"(?:is|was|are|were|did|do|does|have|has)?(?:n['’]t| not)\b)",
    re.IGNORECASE,
)
"""A no to a follow-up that asks whether all papers bear the claim out."""
YES = re.compile(
    r"^\W*(?:yes|yep|yeah|right|correct|indeed|sure|certainly|absolutely|exactly|of course|all (?:three|"
    r"of them)|"
    r"each|every|they (?:do|did|all)|that is (?:right|so|correct))\b",
    re.IGNORECASE,
)
"""A yes to it."""
SAYS_YES = either(
    r"yes|yep|yeah|right|correct|indeed|sure|certainly|absolutely|exactly|of course|definitely|"
    r"(?:they|it|those|these|all|each|both|everyone) (?:all )?(?:do|does|did|are|is|were|has|have)|"
    r"all(?: (?:the )?(?:three|3))?(?: of them)?|each(?: one)?|every one|you can|you may|go ahead|tick it"
)
"""A yes anywhere in an answer."""
ENDS_IN_NOT = re.compile(r"\b(?:no|not|(?:is|are|was|were|did|does|do)n['’]t)(?=\W*$|\s*[,;:])", re.IGNORECASE)
PAPERS = either(r"papers?|stud(?:y|ies)|texts?|sources?|mails?|literature|research|notes?|digest")
"""A clause that denies its subject outright: 'Abbey and canal no.'"""
CONTRAST = either("but", "however", "although", "though", "yet", "except", "save for")
"""What sets a part of a message against another."""
EVADES = re.compile(
    r"(?:no (?:idea|clue|comment|way to (?:tell|say))|depends|hard to (?:say|tell)|"
    r"(?:can(?:not|['’]t)|couldn['’]t|could not) (?:really )?(?:say|tell|recall|remember)|"
    r"(?:do not|don['’]t) (?:know|remember|recall))(?: (?:now|for sure|any ?more|offhand))?\W*$",
    re.IGNORECASE,
)
"""An answer that gives none."""
COUNTED = either(
    r"(?:one|two|some|most|half|not all|not every|part) of (?:the|them|those|these|which)[^.;]*|"
    r"(?:one|two|some|most) (?:do|does|did|has|have|is|are|say|says|reach\w*)"
)
"""A count short of all."""
EVERY = either(r"all|each|every\w*|both|the three|three (?:papers|sources|studies)|any of")
ABOUT = re.compile(r"[~≈?]|\b(?:ca|circa|approx\w*|about|roughly|around)\b\.?", re.IGNORECASE)
"""Marks of a figure that is not exact."""
WORDED = {
    "one": 1.0,
    "once": 1.0,
    "two": 2.0,
    "twice": 2.0,
    "double": 2.0,
    "doubled": 2.0,
    "doubling": 2.0,
    "three": 3.0,
    "thrice": 3.0,
    "triple": 3.0,
    "tripled": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "twelve": 12.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
}
"""Numbers in words, the multiples that need no unit among them."""
MULTIPLES = frozenset({"twice", "double", "doubled", "doubling", "thrice", "triple", "tripled"})
BEFORE = re.compile(
    r"\b(?:between|between \w+ and|between \d+ and|at most|up to|nearer|closer to|at best|maximum of|"
    r"no more than|really|actually|in reality|in fact|truly) $",
    re.IGNORECASE,
)
"""What makes the number after it an effect."""
RANGE = re.compile(
    r"\s*(?:to|or|-|–|and) (?:an? )?(\w+(?:[.,]\d+)?)(?! ?(?:minutes?|hours?|lines?|papers?|sources?|weeks?))"
)
"""What makes a range of a number and the next one."""
DEEDS = re.compile(
    r"\b(?:check\w*|read|looked|asked|went|counted|rang|think|thought|wrote|typed) $", re.IGNORECASE
)
"""What is done twice."""
UNITS = (
    r"(?:-?ish|point something|something|or so|and (?:a|one) (?:half|bit|quarter|third)|"
    r"times(?! over)|fold|x|×|percent|per cent|%|points?|days?|decibels?|dB)"
)
"""What a number has to count for an effect; the first ones say that it is not the one asked for."""
