use super::*;

#[track_caller]
fn becomes(html: &str, markdown: &str) {
    assert_eq!(tidy(html), markdown, "{html}");
}

#[test]
fn what_is_tidy_stays() {
    for text in [
        "a `<b>` and `` `<i>` ``",
        "```\n<b>x</b>\n[x](/y)\n```\n",
        "- ~~~ json\n  <p>\n  ~~~\n\nb",
        "[a](https://example.com) `[a](/b)`",
        "\\<b>x\\</b> \\[a\\](/b)",
        "GET <path> of <token>, a < b",
        "| a | b |\n| --- | --- |\n| `c` | <d> |",
    ] {
        becomes(text, text);
    }
}

#[test]
fn paragraphs_are_apart() {
    becomes("<p>One.</p>\n\n<p>Two.</p>", "One.\n\nTwo.");
    becomes("<p>One.<p>Two.", "One.\n\nTwo.");
    becomes("One.<div>Two.</div>Three.", "One.\n\nTwo.\n\nThree.");
}

#[test]
fn lines_are_broken() {
    becomes("One.<br>Two.", "One.\\\nTwo.");
    becomes("One. <br/>\nTwo.", "One.\\\nTwo.");
    becomes("One.<br><BR />Two.", "One.\n\nTwo.");
    becomes("One.<br>\n\nTwo.<br>", "One.\n\nTwo.");
    becomes("One:<br>\n- two", "One:\n- two");
    becomes("| a<br>b |", "| a b |");
    becomes("# One<br>Two", "# One\nTwo");
}

#[test]
fn spans_have_marks() {
    becomes("a <b>b</b><i> c </i>d", "a **b** *c* d");
    becomes("<strong>b <em>c</em></strong>", "**b *c***");
    becomes("<code>a &lt;b&gt;</code> <tt>`</tt>", "`a <b>` `` ` ``");
    becomes("<span class=\"x\">a</span>b<u>c</u>", "abc");
    becomes("<b></b>a<code> </code>b", "a b");
    becomes("<b>a<br>b</b> <b>c<p>d</b>", "**a\\\nb** c\n\nd");
}

#[test]
fn marks_that_would_be_text_are_left_out() {
    becomes("a<b>b</b>c", "a**b**c");
    becomes("a<b>(b)</b> c <b>d:</b>e", "a(b) c d:e");
    becomes("<b>(b)</b> <b>d:</b> e", "**(b)** **d:** e");
    becomes("<i>*</i>", "*");
}

#[test]
fn a_beginning_alone_is_text() {
    becomes("of <b> or <i>", "of <b> or <i>");
    becomes("<b>a\n\nb</b>", "<b>a\n\nb");
    becomes("a</code>", "a");
}

#[test]
fn links_lead_somewhere_or_are_text() {
    becomes(
        "<a href='https://a.example/(b)?c&amp;d'>a <b>b</b></a>",
        "[a **b**](https://a.example/%28b%29?c&d)",
    );
    becomes("<a href=\"/b\" target=\"_blank\">a\nb</a>", "a b");
    becomes(
        "<a href=\"https://a.example\">https://a.example</a>",
        "https://a.example",
    );
    becomes(
        "<a href=\"https://a.example\">[a]</a>",
        "[a] (https://a.example)",
    );
    becomes("<a name=\"a\"></a>b", "b");
    becomes("see [a](/b), [`c`](#d \"e\")!", "see a, `c`!");
    becomes(
        "![a](/b.png) ![a](https://b.example/c.png)",
        "a ![a](https://b.example/c.png)",
    );
    becomes(
        "[a\n  b](https://c.example\n\"d\")",
        "[a b](https://c.example)",
    );
    becomes("[a [b](/c)", "[a b");
}

#[test]
fn lists_have_items() {
    becomes(
        "One:\n<ul>\n  <li>two</li>\n  <li><p>three</p></li>\n</ul>\nFour.",
        "One:\n\n- two\n- three\n\nFour.",
    );
    becomes(
        "<ol><li>one<li>two<ul><li>three</ul>four</ol>",
        "1. one\n2. two\n   - three\n\n   four",
    );
    becomes("<li>one</li><li></li></ul>two", "- one\n\ntwo");
}

#[test]
fn blocks_are_blocks() {
    becomes("a<h2>One\ntwo</h2>b", "a\n\n### One two\n\nb");
    becomes(
        "a<pre>\n<b>b</b>\n\n```\n</pre>c",
        "a\n\n````text\nb\n\n```\n````\n\nc",
    );
}

#[test]
fn tables_are_tables() {
    becomes(
        "a<table>\n<tr><th>b</th><th>c</th></tr>\n<tr><td><p>d<br>e|f</p></td></tr></table>g",
        "a\n\n| b | c |\n| --- | --- |\n| d e\\|f | |\n\ng",
    );
    becomes("a<table></table>b", "a\n\nb");
    becomes("a<tr><td>b</td><td>c</td></tr>", "a\\\nb c");
}

#[test]
fn comments_are_left_out() {
    becomes("a<!-- b\n\n<c> -->d <!-- e", "ad <!-- e");
}

#[test]
fn spans_of_several_lines_come_to_one() {
    becomes("a `b\n  c` d", "a `b c` d");
    becomes("a `b\n\nc` d", "a `b\n\nc` d");
}

#[test]
fn what_ends_far_away_has_no_end() {
    let far = "x".repeat(REACH);
    for text in [
        format!("<b>{far}</b>"),
        format!("<b {far}='' >"),
        format!("<!--{far}-->"),
        format!("[{far}](/a)"),
        format!("[](/{far})"),
        format!("`{far}\n`"),
    ] {
        // An end alone is left out.
        let tidy = tidy(&text).len() + "</b>".len();
        assert!(tidy >= text.len(), "{}", &text[..10]);
    }
}

#[test]
fn tags_are_followed_as_deep_as_people_write() {
    let deep = |depth: usize| format!("{}x{}", "<i>".repeat(depth), "</i>".repeat(depth));
    becomes(&deep(1), "*x*");
    becomes("<a><span><u><i>x</i></u></span></a>", "*x*");
    tidy(&deep(10_000));
    tidy(&"<ul><li>".repeat(10_000));
}
