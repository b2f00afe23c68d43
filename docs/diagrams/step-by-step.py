"""The ladder from a child process to a container, and what each step takes away."""

SIZE = (448, 496)

WORDS = {
    "en": {
        "title": "The ladder of steps, and the power that each takes away",
        "desc": (
            "A ladder leads from a child process, at the top, down to the container; each rung is "
            "a step. Beside a cross stands the power that the step takes from root, beside a plus "
            "sign what it gives. User namespace: lets anyone take the other steps. PID namespace: "
            "no more signals to host processes. UTS namespace: the host's name can't be changed. "
            "IPC namespace: the host's shared memory can't be read. Network namespace: no "
            "services of the host. Mount namespace: no mounts for the host. Its own root: no "
            "files of the host. Open files closed: no leaving by a descriptor. Proc, dev and sys: "
            "gives what programs need. Control groups: a limit, no wall. "
            "Read-only root: no writing to it. Read-only paths: no settings of the kernel. Masked "
            "paths: no keys or firmware. Session and keyring: no keys of the starter. Resource "
            "limits: no file number 2000. No new privileges: nothing from set-user-ID. Few "
            "capabilities: no mounting, no clock, no devices."
        ),
        "loses": "lost ×, gained +",
        "start": "a child process",
        "end": "a container",
        "user": "1 user namespace",
        "pid": "2 PID namespace",
        "uts": "3 UTS namespace",
        "ipc": "4 IPC namespace",
        "net": "5 network namespace",
        "mnt": "6 mount namespace",
        "root": "7 its own root",
        "open": "8 open files closed",
        "proc": "9-11 /proc, /dev, /sys",
        "cgroup": "12 control groups",
        "ro-root": "13 read-only root",
        "ro": "14 read-only paths",
        "masked": "15 masked paths",
        "session": "16 session, keyring",
        "limits": "17 resource limits",
        "nnp": "18 no new privileges",
        "caps": "19 few capabilities",
        "user-does": "let anyone go on",
        "pid-does": "signal host processes",
        "uts-does": "change the host's name",
        "ipc-does": "read its shared memory",
        "net-does": "reach its services",
        "mnt-does": "mount for the host",
        "root-does": "read the host's files",
        "open-does": "leave by a descriptor",
        "proc-does": "what programs need",
        "cgroup-does": "(a limit, no wall)",
        "ro-root-does": "write to its root",
        "ro-does": "change kernel settings",
        "masked-does": "see keys, firmware",
        "session-does": "use the starter's keys",
        "limits-does": "open file number 2000",
        "nnp-does": "gain by set-user-ID",
        "caps-does": "set the clock, mount",
    },
    "zh": {
        "title": "一级一级的台阶，以及每一级拿走的权力",
        "desc": (
            "一架梯子从最上面的子进程往下通到容器，每一级横档是一步。"
            "叉的旁边是这一步从 root 手里拿走的权力，加号旁边是这一步给予的。用户命名空间："
            "让普通用户也能做后面各步。PID 命名空间：不能再给宿主机的进程发信号。UTS 命名空间："
            "改不了宿主机的主机名。IPC 命名空间：读不到宿主机的共享内存。网络命名空间："
            "够不着宿主机的服务。挂载命名空间：不能替宿主机挂载。自己的根：读不到宿主机的文件。"
            "关上打开的文件：不能从描述符出去。/proc、/dev、/sys：给予程序需要的东西。控制组："
            "是限制，不是墙。只读的根：写不了。只读路径：改不了内核的设置。遮蔽路径："
            "看不到密钥和固件。会话和密钥环：用不了启动者的密钥。资源限制：打不开第 2000 号文件。"
            "不给新特权：set-user-ID 不起作用。少数权能：不能挂载，不能设时钟，不能造设备。"
        ),
        "loses": "失去 ×，得到 +",
        "start": "子进程",
        "end": "容器",
        "user": "1 用户命名空间",
        "pid": "2 PID 命名空间",
        "uts": "3 UTS 命名空间",
        "ipc": "4 IPC 命名空间",
        "net": "5 网络命名空间",
        "mnt": "6 挂载命名空间",
        "root": "7 自己的根",
        "open": "8 关上打开的文件",
        "proc": "9-11 /proc、/dev、/sys",
        "cgroup": "12 控制组",
        "ro-root": "13 只读的根",
        "ro": "14 只读路径",
        "masked": "15 遮蔽路径",
        "session": "16 会话、密钥环",
        "limits": "17 资源限制",
        "nnp": "18 不给新特权",
        "caps": "19 少数权能",
        "user-does": "普通用户也能往下做",
        "pid-does": "给宿主机进程发信号",
        "uts-does": "改宿主机的主机名",
        "ipc-does": "读宿主机的共享内存",
        "net-does": "连宿主机的服务",
        "mnt-does": "替宿主机挂载",
        "root-does": "读宿主机的文件",
        "open-does": "从描述符出去",
        "proc-does": "程序需要的东西",
        "cgroup-does": "（是限制，不是墙）",
        "ro-root-does": "写自己的根",
        "ro-does": "改内核的设置",
        "masked-does": "看密钥和固件",
        "session-does": "用启动者的密钥",
        "limits-does": "打开第 2000 号文件",
        "nnp-does": "靠 set-user-ID 得权",
        "caps-does": "设时钟、挂载",
    },
}

STEPS = (
    *("user", "pid", "uts", "ipc", "net", "mnt", "root", "open"),
    *("proc", "cgroup", "ro-root", "ro", "masked", "session", "limits", "nnp", "caps"),
)
GIVES = ("user", "proc")
TOP, STEP = 38, 24.5


def paint(pen):
    bottom = TOP + STEP * len(STEPS)
    pen.box(6, 6, 198, 30, "start")
    pen.box(6, bottom + 6, 198, 30, "end")
    pen.wall(3, bottom + 3, 204, 36, 2)
    pen.text(246, 20, "loses", anchor="start", bold=True)
    rails = f"M12 36V{bottom + 2}M198 36V{bottom + 2}"
    crosses = pluses = ""
    for place, step in enumerate(STEPS):
        y = TOP + STEP * (place + 0.5)
        rails += f"M12 {y + STEP / 2}H198"
        pen.text(105, y, step)
        pen.text(246, y, f"{step}-does", anchor="start")
        if step in GIVES:
            pluses += f"M220 {y}h12m-6 -6v12"
        elif step != "cgroup":
            crosses += f"M221 {y - 5}l10 10m-10 0l10 -10"
    pen.path(rails, None, "line", 2)
    pen.path(crosses, None, "iso", 2.4)
    pen.path(pluses, None, "acc", 2.4)
