"""From time sharing to microVMs: when each wall was first built."""

SIZE = (448, 639)

WORDS = {
    "en": {
        "title": "Timeline: processes and containers, and virtual machines, 1961 to 2025",
        "desc": (
            "A column of years from 1961 at the top to 2025 at the bottom. On its left processes: "
            "1961 CTSS, 1969 Multics; below them containers: 1979 chroot, 2000 FreeBSD jails, 2001 "
            "Linux-VServer, 2002 mount namespaces, 2004 Solaris Zones, 2005 OpenVZ, 2008 cgroups "
            "and LXC, 2013 user namespaces and Docker, 2015 runc and OCI, 2016 cgroup v2, 2018 "
            "gVisor, 2020 time namespaces. On its right virtual machines: 1967 CP-40 and CP-67, "
            "1972 VM/370, 1974 the definition by Popek and Goldberg, 1985 the 80386, 1999 VMware "
            "Workstation, 2001 VMware ESX, 2003 Xen, 2005 VT-x, 2006 AMD-V, 2007 KVM, 2017 Kata, "
            "2018 Firecracker, 2023 PVM, 2025 Apple's container."
        ),
        "left": "process",
        "below": "container",
        "right": "virtual machine",
        "1961 l": "CTSS: time sharing",
        "1979 l": "chroot: Unix V7",
        "1974 r": "Popek and Goldberg",
        "2002 l": "mount namespaces",
        "2008 l": "cgroups, LXC",
        "2013 l": "user namespaces, Docker",
        "2020 l": "time namespaces",
    },
    "zh": {
        "title": "时间线：进程与容器、虚拟机，1961 到 2025",
        "desc": (
            "中间一列是年份，从最上面的 1961 到最下面的 2025。左边是进程：1961 年 CTSS，"
            "1969 年 Multics；下面是容器：1979 年 chroot，2000 年 FreeBSD jail，"
            "2001 年 Linux-VServer，2002 年挂载命名空间，2004 年 Solaris Zones，2005 年 OpenVZ，"
            "2008 年 cgroup 和 LXC，2013 年用户命名空间和 Docker，2015 年 runc 和 OCI，"
            "2016 年 cgroup v2，2018 年 gVisor，"
            "2020 年时间命名空间。右边是虚拟机：1967 年 CP-40 和 CP-67，1972 年 VM/370，1974 年 "
            "Popek 与 Goldberg 的定义，1985 年 80386，1999 年 VMware Workstation，"
            "2001 年 VMware ESX，2003 年 Xen，2005 年 VT-x，2006 年 AMD-V，2007 年 KVM，"
            "2017 年 Kata，2018 年 Firecracker，2023 年 PVM，2025 年 Apple container。"
        ),
        "left": "进程",
        "below": "容器",
        "right": "虚拟机",
        "1961 l": "CTSS：分时",
        "1979 l": "chroot：Unix V7",
        "1974 r": "Popek 与 Goldberg",
        "2002 l": "挂载命名空间",
        "2008 l": "cgroup、LXC",
        "2013 l": "用户命名空间、Docker",
        "2020 l": "时间命名空间",
    },
    "both": {
        "1967 r": "CP-40, CP-67",
        "1969 l": "Multics",
        "1972 r": "VM/370",
        "1985 r": "80386",
        "1999 r": "VMware Workstation",
        "2000 l": "FreeBSD jails",
        "2001 l": "Linux-VServer",
        "2001 r": "VMware ESX",
        "2003 r": "Xen",
        "2004 l": "Solaris Zones",
        "2005 l": "OpenVZ",
        "2005 r": "VT-x",
        "2006 r": "AMD-V",
        "2007 r": "KVM",
        "2015 l": "runc, OCI",
        "2016 l": "cgroup v2",
        "2017 r": "Kata",
        "2018 l": "gVisor",
        "2018 r": "Firecracker",
        "2023 r": "PVM",
        "2025 r": "Apple container",
    },
}

EVENTS = sorted(key for key in WORDS["en"] | WORDS["both"] if key[:4].isdecimal())
YEARS = sorted({event[:4] for event in EVENTS})
WORDS["both"] |= {year: year for year in YEARS}
TOP, STEP, GAP, LEFT, RIGHT = 34, 23, 18, 218, 264


def paint(pen):
    pen.text(LEFT - 16, 15, "left", anchor="end", bold=True)
    pen.text(RIGHT + 16, 15, "right", anchor="start", bold=True)
    rows: dict[str, float] = {}
    y = TOP + 3 + STEP / 2
    for before, year in zip([YEARS[0], *YEARS], YEARS, strict=False):
        y += STEP if rows else 0
        y += GAP if int(year) - int(before) > 10 else 0
        rows[year] = y
    pen.text(LEFT - 16, rows["1979"] - STEP, "below", anchor="end", bold=True)
    pen.rect(LEFT, TOP, RIGHT - LEFT, y + 3 + STEP / 2 - TOP, "lib")
    for year, y in rows.items():
        pen.text((LEFT + RIGHT) / 2, y, year)
    ticks = {"l": "", "r": ""}
    for event in EVENTS:
        year, side = event.split()
        y = rows[year]
        if side == "l":
            pen.text(LEFT - 16, y, event, anchor="end")
            ticks["l"] += f"M{LEFT - 12} {y}h12"
        else:
            pen.text(RIGHT + 16, y, event, anchor="start")
            ticks["r"] += f"M{RIGHT} {y}h12"
    for d in ticks.values():
        pen.path(d, None, "acc", 2)
