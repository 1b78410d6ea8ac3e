"""The meetings as the plans of the three presets order them, in the plans' own words.

Like a scheme's labels these texts are never translated. A scheme is known by the titles of its forms: they
are the plan's, and the organizer of another plan replaces them.

The stored text of the plans is machine-mangled; it is restored here as in the presets (domain.md, "The three plans").
"""

from __future__ import annotations

from dataclasses import dataclass

from tally.scheme import Kind, Scheme


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One thing that the plan orders, and the clause that does."""

    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class PlanMeeting:
    """What a plan orders for the appraisal of one kind of subject: before, in and after the meeting."""

    kind: Kind
    before: tuple[PlanStep, ...]
    steps: tuple[PlanStep, ...]
    after: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True)
class PlanAgenda:
    """All meetings of a plan; `title` is that of the plan's own attachment, empty where it has none."""

    title: str
    meetings: tuple[PlanMeeting, ...]


def plan_agenda(scheme: Scheme) -> PlanAgenda | None:
    """The agenda of the plan that a scheme was made from; None for a plan of its own."""
    titles = frozenset(form.title for form in scheme.forms.values())
    return next((agenda for known, agenda in _PLANS.items() if titles and titles <= known), None)


_SCHOOL = PlanAgenda(
    "以破解难题活动为重点深入开展创先争优群众评议大会议程",
    (
        PlanMeeting(
            Kind.ORGANIZATION,
            (
                PlanStep(
                    "广泛调查走访、收集群众意见建议, 对创先争优活动情况进行自查, 形成书面自查材料", "六之1"
                ),
                PlanStep("邀请“两代表一委员”(党代表、人大代表、政协委员)参加", "四"),
            ),
            (
                PlanStep("组织负责人通报活动开展情况", "六之2"),
                PlanStep("师生党员和群众评议", "六之2"),
                PlanStep("满意度测评", "六之2"),
            ),
            (
                PlanStep("评议结果通过适当方式向党员、师生群众反馈, 在一定范围内进行通报", "六之3"),
                PlanStep(
                    "对反映出的意见建议, 深入查找原因, 落实整改责任, 制定整改措施, 及时整改落实", "六之3"
                ),
            ),
        ),
        PlanMeeting(
            Kind.MEMBER,
            (PlanStep("党员对参加创先争优活动情况进行小结", "六之1"),),
            (
                PlanStep("党员逐一汇报参加活动情况", "六之2"),
                PlanStep("党员互评和群众评议", "六之2"),
                PlanStep("满意度测评", "六之2"),
            ),
            (
                PlanStep("离退休和情况特殊的, 可个别走访、网络互动评议; 其票另成一捆", "七之2"),
                PlanStep("评议结果作为年度考核、评优评先和专项表彰的重要依据", "七之3"),
            ),
        ),
    ),
)

_COAL = PlanAgenda(
    "",
    (
        PlanMeeting(
            Kind.ORGANIZATION,
            (
                PlanStep(
                    "制定评议工作方案, 确定评议主题和内容、评议员人数和范围、时间、地点及会议要求", "四之1"
                ),
                PlanStep("方案报煤炭局党委批准后, 发布召开群众评议工作会议的预告", "四之1"),
                PlanStep("局党委派指导员参与会议, 把好群众评议的质量关和整改落实关", "五之2"),
            ),
            (
                PlanStep(
                    "党组织书记通报情况: 创先争优活动开展情况, 党组织和党员落实公开承诺事项的情况, 开展创先争优活动"
                    "以来经济社会发展所取得的实际成效, 报请评议员开展评议的事项",
                    "四之2",
                ),
                PlanStep(
                    "评议员讨论发言: 开展创先争优活动的效果, 落实公开承诺的力度, 推动中心工作的程度, 存在的问题和不足, "
                    "下步工作建议",
                    "四之2",
                ),
                PlanStep("党组织书记表态发言: 根据群众的意见建议提出具体整改措施及下阶段工作打算", "四之2"),
                PlanStep(
                    "进行满意度测评: 向评议员发放评议表, 分满意、比较满意、不太满意、不满意四个档次作出评价, 对进一步"
                    "开展好活动提出意见建议",
                    "四之2",
                ),
            ),
            (
                PlanStep("评议工作总结、评议表、统计表交上一级党组织备查", "四之3"),
                PlanStep("通过党务(政务)公开专栏、会议通报等形式向党员、群众通报结果, 接受群众监督", "四之3"),
            ),
        ),
        PlanMeeting(
            Kind.MEMBER,
            (PlanStep("评议员的人数及范围由党支部委员会研究确定, 报上一级党组织批准同意", "三之3"),),
            (
                PlanStep("领导点评", "三之3"),
                PlanStep("党员互评", "三之3"),
                PlanStep("群众讲评", "三之3"),
                PlanStep("民主测评", "三之3"),
            ),
            (PlanStep("评议结果报上一级党组织备案", "三之3"),),
        ),
    ),
)

_LOST = "通常做法"
"""The plan is cut off before its meetings; every page says so (`exports.forms.plan_caveat`)."""

_WATER = PlanAgenda(
    "",
    (
        PlanMeeting(
            Kind.ORGANIZATION,
            (),
            (
                PlanStep("党支部书记通报活动开展和落实公开承诺情况", _LOST),
                PlanStep("评议员讨论发言", _LOST),
                PlanStep("满意度测评", _LOST),
            ),
            (PlanStep("公布评议结果, 落实整改", _LOST),),
        ),
        PlanMeeting(
            Kind.MEMBER,
            (),
            (
                PlanStep("党员逐一汇报参加活动情况", _LOST),
                PlanStep("党员互评和群众评议", _LOST),
                PlanStep("满意度测评", _LOST),
            ),
            (PlanStep("评议结果报上一级党组织备案", _LOST),),
        ),
    ),
)

_PLANS = {
    frozenset(("创先争优活动群众评议基层党支部评议表", "创先争优活动群众评议党员评议表")): _SCHOOL,
    frozenset(("党组织创先争优群众评议表", "党员创先争优群众评议表")): _COAL,
    frozenset(("党支部群众评议表", "党员群众评议表")): _WATER,
}
