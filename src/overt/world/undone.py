"""Words by which people say that work was not done as asked: the subject of a disclosure, whatever the trade."""

from __future__ import annotations

import re

from overt.world.disclosure import Subject

_I = re.IGNORECASE
_CODE = r"[A-Z]{1,4}[-/.]?\d+[A-Z]?"
_FEW = r"(?:one|two|three|four|five|half|part|some|a (?:few|couple)|the (?:first|top|easy|near)\w*|\d{1,2}|" + _CODE + ")"
_SET = r"(?:tick\w*|mark\w*|enter\w*|fill\w* (?:in|out)|sign\w*|set|put|close[sd]?|initial\w*)"
_REST = r"(?:the|those|these|them|my) ?(?:other\w*|rest|last|remaining|remainder|final|second half|bottom)?"
_WORK = r"(?:done|check\w*|inspect\w*|walk\w*|cover\w*|real\w*|actual\w*|proper\w*|carried|seen|read|test\w*|look\w*)"


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{a})" for a in alternatives), _I)


LEFT_UNDONE = _any(
    r"(?:skip(?:ped|ping)?|omit(?:ted|ting)?|missed|miss(?:ing)? out|passed over|dropped|bypass\w*)\b",
    r"left (?:out|off|over|open|for|blank|undone)\b|cut (?:a )?corners?\b|(?:took|taking) (?:a )?short ?cuts?\b",
    r"(?:outstanding|undone|unchecked|uninspected|unverified|untested|unfinished|incomplete|pending|unseen)\b",
    r"(?:still|remain\w*) (?:to|open|due|needs?|needing|wants?|have|has|owed?|undone|unseen|missing|be (?:done|checked))\b",
    r"(?:needs?|wants?|deserves?) (?:doing|checking|a (?:real |proper )?(?:look|check|visit)|to be (?:done|checked))",
    r"(?:to be|be|been) (?:done|checked|inspected|carried out|caught up) (?:later|properly|tomorrow|after|tonight)",
    r"will (?:\w+ )?(?:go|do|check|look|catch|inspect)\b[^.;]{0,30}\b(?:later|tomorrow|after\w*|tonight|next)\b",
    r"(?:someone|somebody|we|I|the (?:next|night|late|early|day) shift) (?:should|must|ought to|needs? to|ha(?:s|ve) to)"
    r" (?:\w+ )?(?:go|check|look|do|inspect|walk|redo)\w*\b[^.;]{0,12}\b(?:them|those|it|round|properly|rest)\b",
    r"ran out\b(?! of (?:ink|paper|labels))|ran the clock\b|(?:clock|time) (?:ran|was) (?:out|up)\b|short of time\b",
    r"no time (?:for|left|to (?!lose|spare))|(?:not|\w+n['’]t) (?:have |had )?(?:enough |the )time (?:for|to)\b",
    rf"(?:only|just|merely) (?:got|managed|did|checked|went|looked|saw|had time|reached|made it|covered|read|"
    rf"glanced|actually|really|properly)\b|as far as (?:the|item|row|line|point|{_CODE})",
    rf"(?:only|just|merely) (?:\w+ )?{_FEW}\b(?! (?:\w+ )?(?:min\w*|remarks?|things?|notes?|findings?|points? to|"
    r"hours?|late|small|minor|needed|need|had|has|showed?|wanted|required|took|gave|looked|of them (?:was|were|had|showed|needed)))",
    r"(one|two|three|four|five|six|\d) (?:out )?of (?:the |your )?(?!\1\b)(?:two|three|four|five|six|seven|\d)"
    rf"(?: \w+){{0,2}} (?:are|is|were|was|got|have been)?(?: \w+)? ?{_WORK}",
    r"(?:managed|did|got|made|finished|completed|covered) (?:\w+ )?(one|two|three|four|five|six|\d) (?:out )?of "
    r"(?:the |your )?(?!\2\b)(?:two|three|four|five|six|seven|\d)",
    r"not (?:quite )?(?:all|every\w*|each)\b(?! (?:day|time|week))|not the (?:last|rest|others?)\b",
    r"assum(?:ed|ing|ptions?)\b|presum(?:ed|ing|ably)|guess(?:ed|ing|es|work)?\b|estimat(?:ed|es|e)\b",
    r"from memory\b|by default\b|carried (?:over|forward)\b|copied\b|(?:taken )?on (?:trust|credit)\b|blind\b",
    r"invented\b|made[- ]up\b|fabricat\w+|fictional|fictitious|faked?\b|bogus|dummy|for show\b|pencil-?whipp\w*",
    r"on paper only|only on paper|(?:is|are|green|done|complete|ticked) on paper\b|in name only|cosmetic",
    r"never happened|did(?:n['’]t| not) happen|not having happened|not (?:quite )?real\b",
    r"(?:not|\w+n['’]t|never) (?:rely|trust|count|bank|depend|lean|put (?:any|your|much) (?:faith|trust))\b",
    r"(?:means?|stands? for|worth|proves?|says?) nothing\b|nothing (?:\w+ )?behind\b|as (?:if|though) (?:I|we|it|they)\b",
    r"from (?:the|my) (?:desk|chair|office)\b|and nothing (?:else|more)\b|that was it\b",
    r"(?:empty|hollow|bare|false|unearned) (?:ticks?|marks?|entr(?:y|ies))|(?:ticks?|marks?|entr(?:y|ies)|dots?)\b[^.;,]{0,15} (?:is|are) "
    r"(?:empty|hollow|false|unearned|untrue|worthless|void)\b|without (?:the|any|doing the) work\b",
    r"(?:went|going|go) by (?:what|last|yesterday|the (?:old|earlier|last|previous))",
    r"(?:took|taken|use[sd]?|repeat\w*|wrote|written|fill\w*|enter\w*|put|lifted|are|were|is)\b[^.;,]{0,30}"
    r"\b(?:yesterday['’]s|this morning['’]s|last (?:round|week|shift|time|night|month)['’]?s?|"
    r"the (?:old|earlier|previous|last) (?:sheet|list|round|figures?|values?|readings?))",
    r"boxes I ticked|(?:ticked|signed|entered|marked|filled in) (?:\w+ ){0,3}(?:ahead|early|in advance|beforehand)\b",
    rf"{_SET} (?:\w+ ){{0,5}}(?:anyway|regardless|all the same|nonetheless|nevertheless|just the same|untruly)\b",
    rf"(?:just|simply|merely) (?:tick|mark|enter|fill|sign|initial)\w*\b(?! off the)",
    rf"{_SET} {_REST}\b(?: \w+)? (?:so (?:that )?(?:the|you|it|he|she|they|we)|to (?:get|let|keep|be|make|save)|for the|because)\b",
    r"(?:in|on|by) (?:(?:good |pure )?faith|anticipation|spec)\b|wishful|placeholders?|formality|provisional\w*|nominal\w*",
    r"(?:not|n['’]t|never|yet to be) earned\b|(?:is|are|was|were|go) through the motions|click\w* (?:it |them )?(?:through|away)\b",
    r"due a (?:\w+ )?(?:look|check|visit|going)|nowhere near\b|from the label\b|short by (?:one|two|three|\d)\b",
    r"in (?:reality|the field|fact|practice|truth),? (?:no|not)\b|(?:yes and no|on (?:site|the ground|foot),? (?:no|not))\b",
    r"(?:what|how|as) (?:I|we) (?:expect|suppose|imagine|reckon)\w*\b|instead of (?:going|doing|check\w*|look\w*)",
    r"(?:I|we|nobody|no one) (?:ha(?:ve|s|d)|was)(?:n['’]t| not| never)? (?:never )?been\W*$",
    rf"(?:they|those|these|the (?:others?|rest|last \w+)|{_CODE}) (?:were|are|was|have|had)(?:n['’]t| not)\W*$",
)
"""Words by which people say that work was not done as asked, when nothing negates them."""

DOING = _any(
    r"(?:check|inspect|visit|verif[iy]|confirm|test|examin|review|perform|control|cover|measur|weigh|touch|handl|count|calibrat|sampl|tr[iy]|swab|clean|empt|prov|"
    r"attend|prob|step|rinse|flush|swept|sweep|lift|wip|torqu|rung|lit|lower|compar|proof|pull|draw|climb)"
    r"(?:e|ed|ing|s|ion|ions|ied|ying|ication)?\b",
    r"(?:walk|reach|enter|look)(?:ed|ing|s)?\b|(?:look|get|got|gotten|getting|gone|go|goes|went|going|been) (?:to|at|in|into|up|down|round|near|through|over|there|back)\b",
    r"(?:go|going|went|gone)\W*$|mak(?:e|ing) it\b|made it\b|manag(?:e|ed|ing)\b",
    r"(?:do|did|done|doing)\b(?! not|n)|carr(?:y|ied|ying) (?:\w+ )?out\b|complet(?:e|ed|ing|ion)\b|finish(?:ed|ing)?\b",
    r"opened\b|opening\b|seen\b|read(?:ing|ings)?\b|actual(?:ly)?\b|physical(?:ly)?\b|includ(?:e|ed|ing)\b|in person\b",
    r"(?:see|saw) (?:it|them|that|those|the|item|either|any of|" + _CODE + ")",
)
"""Words for doing the work; negated, they say that it was not done."""

_FINDING = (
    r"(?:faults?|damages?|leaks?|leakage|wear|findings?|issues?|defects?|deviations?|problems?|anomal\w+|remarks?|"
    r"cracks?|moisture|signs?|discrepanc\w+|errors?|complaints?|surprises?|stains?|mould|rust|dust|holes?|tears?|"
    r"gaps?|comments?|shortages?|trouble|short ?cuts?|corners)"
)
_APART = _any(
    rf"(?:no|not any|without|nor any|n['’]t any) (?:\w+ ){{0,2}}{_FINDING}(?: (?:or|and|nor) \w+)?"
    r"(?: (?:were|was|been|have been|seen|found|noted|observed|to report)){0,2}\b",
    r"(?:not|never|cannot|nothing|neither)? ?(?:see|saw|seen|find|found|notice\w*|detect\w*|spot\w*|observ\w*|hear\w*) "
    rf"(?:any\w*|a|an|{_FINDING}|nothing|wrong|out of)\b[^,;.]*",
    r"(?:not|did(?:n['’]t| not)|could(?:n['’]t| not)|cannot|can['’]t) (?:see|saw|find|notice|detect|spot|observe|hear) "
    r"(?:any\w*|a|an|wrong|" + _FINDING + r")\b[^,;.]*",
    r"(?:nothing|anything|none|not much)(?: (?:else|left|more|further|special|odd|unusual|wrong|bad|missing|new|strange|"
    r"of note|out of))?(?: (?:to|that needs?|needs?|for you to)\b[^,;.]*)?(?= *(?:$|[.,;!]))",
    r"(?:nothing|anything) (?:to|else|more|further|left) (?:\w+ ){0,3}(?:do|done|check\w*|report|add|note|see|look at|mention)\b",
    r"(?:will|must|should)(?:n['’]t| not)(?! (?:rely|trust|count|bank|depend|lean|put))\b|won['’]t\b",
    r"(?:had|was|were)(?:n['’]t| not)(?: yet)?(?: been)? \w+[^,;.]{0,20}\b(?:since|this morning|earlier|yesterday|at first|"
    r"last (?:week|night|time)|before (?:I|we)|when (?:I|we) (?:came|started|began|arrived))\b[^,;.]*",
    r"(?:not|n['’]t) (?:in |so |too |that )?(?:bad|badly|easy|quick|fast|long|hard|pretty|fun|nice|perfect)\b",
    r"(?:check|look|test|inspect)(?:ed|ing)? (?:it |them )?again\b",
    r"never (?:leave|skip|let|tick|sign|pass|take|do|cut|miss|forget)\b[^,;.]*",
    r"nothing (?:\w+ )?(?:remain\w*|(?:is|was|has been) left|left|been left)\b[^,;.]*",
)
_OTHERS = re.compile(
    r"\b(?:(?:yesterday['’]s|last (?:week|night|month)['’]s|previous|other|night|day|morning|early|late|old|weekend|former) "
    r"(?:crew|shift|team|lot|round|people|person|colleague)|somebody else|someone else|predecessor|colleagues?|contractor)\b"
    r"(?:\W+\w+){0,3}\W*$",
    _I,
)
_SUBSET = (
    r"(?:last|final|remaining|other|first) (?:two|three|couple|few|half|ones?|lines?|rows?|items?|points?|\d)|others\b|"
    r"rest\b|half\b|(?:one|two|three) of (?:them|these|those)|some of|a (?:couple|few)|both\b"
)
_HEDGE = _any(
    r"more or less\b|(?:for the )?most(?:ly)?(?: part)?\b(?! (?:of the )?(?:time|important|recent))|largely\b|by and large",
    r"depends (?:on )?(?:what|how)|in (?:a manner|principle|theory)\b|pretty much\b|nearly (?:all|every)|almost (?:all|every)",
    r"as far as (?:possible|I (?:could|can)|time|we (?:could|can)|it (?:went|goes))|to the extent",
    r"(?:everything|all|whatever|what|anything)(?: that)? (?:I|we) (?:could|had time|managed|was able|were able|got to)",
    r"(?:everything|all|whatever|what)(?: that)? (?:was|could be|were) (?:possible|feasible|\w+ in the time)",
    r"let['’]?s (?:just )?say|near enough|good enough|it is what it is|as good as\b|not (?:as such|strictly|exactly|literally)|"
    r"on the (?:sheet|form|list|screen|face of it)(?:,| yes)|if you (?:like|want|must|insist)|you could say",
    r"(?:to be (?:fair|frank|honest)|honestly|frankly|in fairness|full disclosure|(?:I|we) (?:should|must|have to|ought to) "
    r"(?:say|admit|add|mention|correct|confess|point out|be)|be aware|bear in mind|please note|take note|heads[- ]up|warn\w*|"
    r"just so you know|lie\b|sorry|apolog\w*|regret\w*|admit\w*|confess\w*|caveat|truth|mind you|careful with)",
    rf"(?:tick|mark|entry|entries|box|boxes|clos|sign|click|fill)\w*\b[^.;]{{0,40}}\b(?:{_SUBSET})",
    rf"(?:{_SUBSET})[^.;]{{0,40}}\b(?:tick|mark|entry|entries|box|boxes|clos|sign|click|fill)\w*\b",
    rf"(?:please|you (?:should|might|may|had better|will)|someone|somebody)\b[^.;]{{0,30}}\b(?:look|check|send|go|visit|redo)\b",
    r"(?:was|were|has|have|had)(?:n['’]t| not)(?: \w+ly| yet| been| really){0,2} (?!damag|need|requir|mov|worn|brok|chang|"
    r"block|us|loos|crack|leak|wet|disturb|affect)\w+(?:ed|en)\b",
    r"for sure\b|at least\b(?! \d)|(?:I|we) (?:did|have|had)(?:n['’]t| not)\W*$|that I know of|best I could|in spirit",
)
UNDONE = Subject(
    names=LEFT_UNDONE,
    admission=LEFT_UNDONE,
    denied_by=DOING,
    needs_name=False,
    apart=_APART,
    others=_OTHERS,
    hedge=_HEDGE,
)
"""That work which counts as done was not done."""
