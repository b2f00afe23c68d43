"""Mount propagation between two mount namespaces, and pivot_root."""

SIZE = (448, 330)

WORDS = {
    "en": {
        "title": "Two mount namespaces, and the exchange of a root",
        "desc": (
            "On the left, two mount namespaces, one below the other. Each holds a tree of files: "
            "at the top the root, below it usr and mnt; at mnt another tree is hung, a shared "
            "mount. In the upper namespace something new is mounted inside it, and an arrow "
            "carries the new mount into the shared mount of the lower namespace, where it is "
            "drawn dashed. On the right, pivot_root in three steps from top to bottom: at first "
            "the old root is at the top and the new root below; then the new root is at the top, "
            "covered by the old root; then umount has taken the old root away."
        ),
        "namespace": "mount namespace",
        "shared": "mnt\nshared",
        "new": "new\nmount",
        "old-root": "old root",
        "new-root": "new root",
        "covered": "covered by",
    },
    "zh": {
        "title": "两个挂载命名空间，以及怎样换根",
        "desc": (
            "左边是两个挂载命名空间，一上一下，各有一棵文件树：最上面是根，下面是 usr 和 mnt；"
            "mnt 上挂着另一棵树，是共享的挂载。在上面那个命名空间里，它里面又挂了新的东西；"
            "一个箭头把新的挂载传到下面那个命名空间的共享挂载里，那里用虚线画出。"
            "右边是 pivot_root，从上到下三步：起初旧根在最顶上，新根在下面；然后新根在最顶上，"
            "旧根盖着它；最后 umount 把旧根拿走。"
        ),
        "namespace": "挂载命名空间",
        "shared": "mnt\n共享",
        "new": "新的\n挂载",
        "old-root": "旧根",
        "new-root": "新根",
        "covered": "上面盖着",
    },
    "both": {
        "root": "/",
        "usr": "usr",
        "pivot": "pivot_root",
        "umount": "umount",
    },
}


def paint(pen):
    for y, dash in ((6, ""), (184, "5 4")):
        tree(pen, y, dash)
    pen.arrow([(232, 134), (232, 266)])

    pen.text(373, 22, "pivot", bold=True)
    pen.box(318, 42, 110, 32, "old-root", "lib")
    pen.line([(373, 74), (373, 87)])
    pen.box(318, 87, 110, 32, "new-root", "app")
    pen.arrow([(373, 119), (373, 142)])
    pen.box(318, 144, 110, 32, "new-root", "app")
    pen.text(373, 190, "covered")
    pen.box(318, 204, 110, 32, "old-root", "lib")
    pen.arrow([(373, 236), (373, 282)])
    pen.text(363, 259, "umount", anchor="end", fill="acc")
    pen.box(318, 284, 110, 32, "new-root", "app")


def tree(pen, y, dash):
    """A mount namespace: a tree of files with a shared one hung into it, and a new mount there."""
    pen.text(145, y + 20, "namespace", bold=True)
    pen.line([(92, y + 62), (92, y + 72)])
    pen.line([(48, y + 82), (48, y + 72), (136, y + 72), (136, y + 82)])
    pen.line([(174, y + 105), (190, y + 105)])
    pen.box(66, y + 36, 52, 26, "root", "lib")
    pen.box(18, y + 82, 60, 46, "usr", "lib")
    pen.box(98, y + 82, 76, 46, "shared", "gk")
    pen.rect(190, y + 82, 84, 46, None if dash else "hv", "line", 1.5, dash)
    pen.text(232, y + 105, "new", room=80)
    pen.wall(6, y, 278, 140, 2)
