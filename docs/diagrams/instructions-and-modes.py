"""Ring 3 and ring 0: the door between them, and an instruction that is refused."""

SIZE = (440, 268)

WORDS = {
    "en": {
        "title": "Two modes of the CPU and the door between them",
        "desc": (
            "Above, ring 3, where programs run: the instructions ADD, MOV and CPUID are allowed "
            "there. Below, ring 0, where the kernel runs. A wall lies between them with one "
            "door, the system call: the instruction SYSCALL leads down into the kernel, which "
            "does what is asked or refuses, and then back up. To the right the instruction HLT "
            "runs against the wall and is refused: the CPU raises a fault, and the kernel sends "
            "the process the signal SIGSEGV."
        ),
        "ring3": "ring 3: the program",
        "ring0": "ring 0: the kernel",
        "allowed": "allowed",
        "door": "door: system call",
        "serve": "does it,\nor refuses",
        "fault": "fault, then\nSIGSEGV",
    },
    "zh": {
        "title": "CPU 的两个特权级，以及两者之间的门",
        "desc": (
            "上面是 ring 3，程序在这里运行，指令 ADD、MOV、CPUID 都允许。"
            "下面是 ring 0，内核在这里运行。两者之间是一堵墙，墙上有一扇门，就是系统调用："
            "指令 SYSCALL 从这里下到内核，内核照办或者拒绝，然后返回上来。"
            "右边，指令 HLT 撞在墙上，遭到拒绝：CPU 产生异常，内核给进程发送信号 SIGSEGV。"
        ),
        "ring3": "ring 3：程序",
        "ring0": "ring 0：内核",
        "allowed": "允许",
        "door": "门：系统调用",
        "serve": "照办，\n或者拒绝",
        "fault": "异常，然后\nSIGSEGV",
    },
    "both": {"add": "ADD", "mov": "MOV", "cpuid": "CPUID", "syscall": "SYSCALL", "hlt": "HLT"},
}


DOOR, REFUSED = 252, 366
WALL = 125


def paint(pen):
    pen.rect(6, 6, 428, WALL - 19, "lib")
    pen.text(20, 26, "ring3", anchor="start", bold=True)
    for x, w, key in ((20, 52, "add"), (78, 52, "mov"), (136, 60, "cpuid")):
        pen.box(x, 44, w, 30, key)
    pen.text(108, 91, "allowed", fill="mut")
    pen.box(DOOR - 44, 44, 88, 30, "syscall")
    pen.box(REFUSED - 30, 44, 60, 30, "hlt")

    pen.rect(6, WALL + 13, 428, 124, "hk")
    pen.text(20, 244, "ring0", anchor="start", bold=True)

    pen.line([(6, WALL), (DOOR - 34, WALL)], "iso", 4.5)
    pen.line([(DOOR + 34, WALL), (434, WALL)], "iso", 4.5)

    pen.arrow([(DOOR - 12, 74), (DOOR - 12, 168)])
    pen.arrow([(DOOR + 12, 170), (DOOR + 12, 76)])
    pen.text(DOOR - 24, 154, "door", anchor="end")
    pen.box(DOOR - 46, 170, 92, 54, "serve", "paper")

    pen.line([(REFUSED, 74), (REFUSED, WALL)], "iso", 1.8)
    pen.line([(REFUSED - 9, WALL - 9), (REFUSED + 9, WALL + 9)], "iso", 3)
    pen.line([(REFUSED - 9, WALL + 9), (REFUSED + 9, WALL - 9)], "iso", 3)
    pen.arrow([(REFUSED, WALL), (REFUSED, 168)], "iso")
    pen.box(REFUSED - 54, 170, 108, 54, "fault", "paper")
