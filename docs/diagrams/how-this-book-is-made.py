"""From programs to the book: everything flows one way."""

SIZE = (448, 400)

WORDS = {
    "en": {
        "title": "How this book is made",
        "desc": (
            "Boxes and arrows, from top to bottom. At the top the folder snippets, with the "
            "programs; they are run, and what they printed is kept in docs/evidence. Programs "
            "and records both go into the pages in docs/en and docs/zh, and so do the pictures "
            "of docs/diagrams. MkDocs, with the extensions in docs/press, makes the site of "
            "the pages. From the site come the books and the zip file. At the left edge stand "
            "the tests: the proofs run the programs again, as the pages show them, and compare "
            "with the records; the checks of the site read what was built."
        ),
        "programs": "the programs",
        "records": "what they printed",
        "run": "run",
        "pictures": "pictures",
        "pages": "pages: prose,\nincludes",
        "press": "MkDocs and our\nextensions",
        "site": "the site, in\ntwo languages",
        "books": "two books\nas PDF",
        "zip": "zip file",
        "again": "tests run\nthem again",
        "read": "tests read\nwhat is built",
    },
    "zh": {
        "title": "这本书是怎样做的",
        "desc": (
            "从上到下的方框和箭头。最上面是 snippets 文件夹，里面是程序；运行程序，输出存进 "
            "docs/evidence。程序和记录都放进 docs/en 和 docs/zh 的页面，docs/diagrams 的图也是。"
            "MkDocs 加上 docs/press 里的扩展，把页面生成网站。由网站再生成两本书和 zip 压缩包。"
            "左边是测试：一组把页面上的程序重新运行一遍，与记录比较；另一组检查生成好的网站。"
        ),
        "programs": "程序",
        "records": "程序的输出",
        "run": "运行",
        "pictures": "图",
        "pages": "页面：\n文字与引用",
        "press": "MkDocs 与\n我们的扩展",
        "site": "两种语言\n的网站",
        "books": "两本 PDF",
        "zip": "zip 压缩包",
        "again": "测试重新\n运行程序",
        "read": "测试检查\n生成的网站",
    },
    "both": {
        "snippets": "snippets/",
        "evidence": "docs/evidence/",
        "diagrams": "docs/diagrams/",
        "en-zh": "docs/en, docs/zh",
        "press-folder": "docs/press/",
        "site-folder": "site/",
    },
}


def paint(pen):
    folder(pen, 124, 8, 128, "snippets", "programs", "app")
    folder(pen, 300, 8, 142, "evidence", "records", "lib")
    pen.arrow([(252, 34), (299, 34)])
    pen.text(275, 21, "run", fill="acc")

    pen.rect(118, 112, 156, 72, "app")
    pen.text(196, 128, "en-zh", room=154, bold=True)
    pen.text(197, 158, "pages", room=142)
    folder(pen, 300, 122, 142, "diagrams", "pictures", "lib")
    pen.arrow([(188, 62), (188, 111)])
    pen.arrow([(340, 62), (340, 92), (240, 92), (240, 111)])
    pen.arrow([(300, 149), (275, 149)])

    pen.rect(124, 224, 146, 72, "hk")
    pen.text(197, 239, "press-folder", room=142, bold=True)
    pen.text(197, 270, "press", room=142)
    pen.rect(300, 224, 142, 72, "gk")
    pen.text(371, 239, "site-folder", room=138, bold=True)
    pen.text(371, 270, "site", room=138)
    pen.arrow([(197, 184), (197, 223)])
    pen.arrow([(270, 260), (299, 260)])

    pen.box(206, 336, 110, 56, "books", "gk")
    pen.box(332, 336, 110, 56, "zip", "gk")
    pen.arrow([(340, 296), (340, 316), (261, 316), (261, 335)])
    pen.arrow([(400, 296), (400, 335)])

    pen.box(6, 14, 96, 44, "again", "paper", "iso")
    pen.arrow([(102, 36), (123, 36)], "iso")
    pen.box(6, 340, 112, 48, "read", "paper", "iso")
    pen.arrow([(62, 340), (62, 308), (316, 308), (316, 297)], "iso", dash="5 4")


def folder(pen, x, y, w, path, holds, fill):
    pen.rect(x, y, w, 54, fill)
    pen.text(x + w / 2, y + 16, path, room=w - 4, bold=True)
    pen.text(x + w / 2, y + 38, holds, room=w - 4)
