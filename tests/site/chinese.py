"""Does a Chinese text keep to the style of the book? Quoted sentences are exempt."""

import re
from collections.abc import Iterable

from tests.site.prose import CODE

_CJK = "[\u3400-\u4dbf\u4e00-\u9fff]"
_WIDE = "[，。；：？！、（）“”《》…]"
_LATIN = f"[A-Za-z0-9{CODE}]"
_STARTS_WIDE = re.compile(rf"{_CJK}|{_WIDE}")
_ENDS_WIDE = re.compile(rf"(?:{_CJK}|{_WIDE})$")
_MANUAL_PAGE = re.compile(r"\b[\w.+-]+\(\d\w*\)")

# Pattern and what to write instead.
_RULES = [
    (rf"{_CJK}\s?[,;:?!](?!\w)|[,;:?!]\s?{_CJK}", "half-width punctuation; use ，；：？！"),
    (rf"{_CJK}\s?\.(?=\s|$|{_CJK})", "half-width full stop; use 。"),
    (rf"{_CJK}\s?\(|\){_CJK}", "half-width brackets; use （）"),
    (rf"[\"'](?={_CJK})|(?<={_CJK})[\"']", "half-width quotation marks; use “”"),
    (r"\.{3}|(?<!…)…(?!…)", "dots; use ……"),
    (rf"(?<={_CJK}) ?--? ?(?={_CJK})|(?<!—)—(?!—)|(?<= )——|——(?= )", "dash; use ——, no spaces"),
    (rf"{_CJK}{_LATIN}|[A-Za-z0-9%{CODE}]{_CJK}", "no space between Chinese and Latin or digits"),
    (rf" (?={_WIDE})(?!…)|(?<={_WIDE})(?<![…“]) (?=\S)", "space beside full-width punctuation"),
    (rf"{_CJK} +{_CJK}", "space between Chinese characters"),
    (r"\d(?:[KMG]i?B|kB|[nµm]s|[kMG]?Hz)\b", "no space between number and unit"),
    (r"\d ?[KMG]B\b", "decimal unit; write KiB, MiB, GiB"),
    (r"\d [%°]", "space before % or °"),
    ("\u03bcs", "Greek mu; use µ (U+00B5)"),
]
_DENIED = {
    "名字空间": "命名空间",
    "沙盒": "沙箱",
    "虚机|子机": "虚拟机 or 客户机",
    "写时拷贝|写时拷贝技术": "写时复制",
    r"\bCgroups?\b|\bCGroups?\b": "cgroup",
    r"(?<!宿)主机(?!名)|物理机": "宿主机",
    "绝对|彻底|完全": "what was seen, and the exceptions",
    "您": "你",
    "点击这里|点这里": "what the link leads to",
    "我们可以看到|可以看到": "what is seen, without 我们可以看到",
    "单内核": "unikernel",
    "虚拟机监控程序": "VMM, or hypervisor（虚拟机监控器）",
    "仿真": "模拟",
    "过量分配": "超量使用 (memory) or 超售 (cloud)",
    "史实": "历史说法",
    "阴性对照|对照组": "对照",
    "缺页中断": "缺页异常",
    "按需调页|请求调页": "按需分页",
    "文件描述字|文件句柄": "文件描述符",
    "系统呼叫": "系统调用",
    "上下文转换|进程切换上下文": "上下文切换",
    "守护程序": "守护进程",
    "调度程序": "调度器",
    "套接口": "套接字",
    "孤立进程": "孤儿进程",
    r"\bdocker\b": "Docker or 容器",
    # In a list of names, or alone in a picture, it is a type of namespace.
    r"(?<![\w/.、])(?!^pid$)pid(?![\w、])": "进程号",
}
_COMPILED = [(re.compile(pattern), advice) for pattern, advice in _RULES]
_COMPILED += [(re.compile(pattern), f"write {instead}") for pattern, instead in _DENIED.items()]


def check(lines: Iterable[tuple[int, str]], where: str) -> list[str]:
    """One line for each breach of a rule.

    lines: line numbers and words, as ``prose.lines`` gives them. where: the file.
    """
    found, previous = [], (0, "")
    for number, text in lines:
        text = _MANUAL_PAGE.sub(CODE, text.strip())
        for pattern, advice in _COMPILED:
            for match in pattern.finditer(text):
                around = text[max(0, match.start() - 6) : match.end() + 6].replace(CODE, "`…`")
                found.append(f"{where}:{number}: «{around}»: {advice}")
        broken = previous[0] == number - 1 and _ENDS_WIDE.search(previous[1])
        if broken and _STARTS_WIDE.match(text):
            found.append(f"{where}:{number}: the line break shows as a space; join the lines")
        previous = (number, text)
    return found
