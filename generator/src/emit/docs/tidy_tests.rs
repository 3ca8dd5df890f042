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
        "\\[a\\](/b) \\<c>",
        "GET <path> of <token>, a < b",
        "Vec<P> of <b> or <i>, x <p and q> y",
        "^[A-Z]([a-z]+)$ and f[0](x)",
        "| a | b |\n| --- | --- |\n| `c` | <d> |",
        "# a\n\n1. <b>",
    ] {
        becomes(text, text);
    }
}

#[test]
fn paragraphs_are_apart() {
    becomes("<p>One.</p>\n\n<p>Two.</p>", "One.\n\nTwo.");
    becomes("<p>One.<p>Two.", "One.\n\nTwo.");
    becomes("One.<div>Two.</div>Three.", "One.\n\nTwo.\n\nThree.");
    becomes("<span><p>One.</p></span>Two.", "One.\n\nTwo.");
}

#[test]
fn lines_are_broken() {
    becomes("One.<br>Two.", "One.\\\nTwo.");
    becomes("One. <br/>\nTwo.", "One.\\\nTwo.");
    becomes("One.<br><BR />Two.", "One.\n\nTwo.");
    becomes("One.<br>\n\nTwo.<br>", "One.\n\nTwo.");
    becomes("One:<br>\n- two", "One:\n- two");
    becomes("# One<br>Two", "# One\nTwo");
    becomes(
        "<b>One<br></b>two <b><br>three</b>",
        "**One**\\\ntwo\\\n**three**",
    );
}

#[test]
fn spans_have_marks() {
    becomes("a <b>b</b><i> c </i>d", "a **b** *c* d");
    becomes("<strong>b <em>c</em></strong>", "**b *c***");
    becomes("<code>a &lt;b&gt;</code> <tt>`</tt>", "`a <b>` `` ` ``");
    becomes("<code>a</code><code>b</code>`c`", "`a` `b` `c`");
    becomes("<code>a<br>b</code>", "`a b`");
    becomes(
        "<span class=\"x\">a <span>b</span> c</span>d<u>e</u>",
        "a b cde",
    );
    becomes("<b></b>a<code> </code>b", "a b");
    becomes("<b>a<br>b</b> <b>c<p>d</b>", "**a\\\nb** c\n\nd");
}

#[test]
fn what_only_looks_different_is_text() {
    becomes("10<sup>6</sup> H<sub>2</sub>O", "10^6 H2O");
    becomes(
        "a<hr><details><summary>b</summary>c</details><blockquote>d</blockquote>",
        "a\n\n### b\n\nc\n\nd",
    );
    becomes("> [!NOTE]\n> a", "> **Note:**\n> a");
    becomes("a [!NOTE] > [!x]", "a [!NOTE] > [!x]");
    becomes("a<BR />b", "a\\\nb");
}

#[test]
fn marks_that_would_be_text_are_left_out() {
    becomes("a<b>b</b>c", "a**b**c");
    becomes("a<b>(b)</b> c <b>d:</b>e", "a(b) c d:e");
    becomes("<b>(b)</b> <b>d:</b> e", "**(b)** **d:** e");
    becomes(
        "<i>*</i> <b>a</b><b>b</b> *<i>c</i>* <i>2*3</i>",
        "* **a**b *c* 2*3",
    );
    becomes("<b>a\n- b</b>", "<b>a\n- b");
}

#[test]
fn a_beginning_alone_is_text() {
    becomes("<b>a\n\nb</b>", "<b>a\n\nb");
    becomes("a</code>", "a");
}

#[test]
fn links_lead_somewhere_or_are_text() {
    becomes(
        "<a href='https://a.example/(b)?c&amp;d|e'>a <b>b</b></a>",
        "[a **b**](https://a.example/%28b%29?c&d%7Ce)",
    );
    becomes("<a href=\"/b\" target=\"_blank\">a\nb</a>", "a b");
    for text in [
        "<a href=\"https://a.example\">https://a.example</a>",
        "<a href=\"https://a.example\"></a>",
        "[https://a.example](https://a.example)",
    ] {
        becomes(text, "<https://a.example>");
    }
    becomes(
        "<a href=\"HTTPS://a.example\">[a]</a>",
        "[a] (<HTTPS://a.example>)",
    );
    becomes(
        "[a](ftp://b) [c](//d) [e](www.f.example)",
        "a (ftp://b) c (//d) e (www.f.example)",
    );
    becomes(
        "[a](entity:Vendor) [`D`](omicron_common::api::D) [e]($h/f) [g]({{url}}/h) [i](slack-x.y+z:j)",
        "a `D` e g i",
    );
    becomes("[a](TEL:112) x[a](b:1)", "a (TEL:112) x[a](b:1)");
    becomes("<a name=\"a\"></a>b", "b");
    becomes("see [a](/b), [`c`](#d \"e\")!", "see a, `c`!");
    becomes(
        "![a](/b.png) ![a](https://b.example/c.png)",
        "a ![a](https://b.example/c.png)",
    );
    becomes("a!<br>[b](/c) d\\![e](/f)", "a!\\\nb d\\!e");
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
    becomes("<ol><li></li><li>one</li></ol>", "1. one");
    becomes("a<small><ul><li>b</ul></small>c", "a\n\n- b\n\nc");
    let deep = "<ul><li>a".repeat(6) + &"</ul>".repeat(6) + "b";
    assert!(tidy(&deep).ends_with("- a\n\nb"), "{}", tidy(&deep));
}

#[test]
fn blocks_are_blocks() {
    becomes("a<h2>One\ntwo</h2>b<h3></h3>", "a\n\n### One two\n\nb");
    becomes(
        "a<pre>\n<b>b</b>\n\n```<br>d\n</pre>c",
        "a\n\n````text\nb\n\n```\nd\n````\n\nc",
    );
}

#[test]
fn what_a_tag_sets_apart_is_text() {
    becomes(
        "<p># of</p><li>- a<p>1986. It</p>",
        "\\# of\n\n- \\- a\n\n1986\\. It",
    );
    becomes("<p>\n# Head</p>", "# Head");
    becomes("<b>1. One</b>", "1. One");
}

#[test]
fn tables_are_tables() {
    becomes(
        "a<table>\n<tr><th>b</th><th>c</th></tr>\n<tr><td><p>d<br>e|f</p></td></tr></table>g",
        "a\n\n| b | c |\n| --- | --- |\n| d e\\|f |\n\ng",
    );
    becomes(
        "<ul><li>a<table><caption>b</caption><th>c</th><tr><td><pre>d\ne</pre><h3>f</h3></table></ul>",
        "- a\n\n  b\n\n  | c |\n  | --- |\n  | `d e` f |",
    );
    becomes(
        "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td></tr></tbody>\n</table>",
        "| a |\n| --- |\n| b |",
    );
    becomes("a<table></table>b", "a\n\nb");
    becomes("a<tr><td>b</td><td>c</td></tr>", "a\\\nb c");
}

#[test]
fn a_row_of_a_table_stays_one_line() {
    becomes(
        "| a<br><br>b | <ul><li>c</li><li>d</li></ul> |",
        "| a b | c d |",
    );
    becomes(" | a | <b>x<br>y</b> |", "| a | **x y** |");
    becomes(
        "A | B\n--- | ---\na | x<br>y\n\nc<br>|",
        "A | B\n--- | ---\na | x y\n\nc\n|",
    );
}

#[test]
fn comments_are_left_out() {
    becomes("a<!-- b\n\n<c> -->d <!-- e", "ad <!-- e");
}

#[test]
fn what_goes_over_lines_of_a_paragraph_comes_to_one() {
    becomes("a `b\n  c` d", "a `b c` d");
    for text in [
        "a `b\n\nc` d",
        "- a ` b\n- c ` d",
        "`a\n# b\nc`",
        "> `a\n> b` c",
        "| a | `b |\n|---|---|\n| c | d` |",
    ] {
        becomes(text, text);
    }
}

#[test]
fn what_ends_far_away_has_no_end() {
    let far = "x".repeat(REACH);
    for text in [
        format!("<b>{far}</b>"),
        format!("<b id='{far}'>"),
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
    becomes("<a><span><u><i>x</i></u></span></a>", "*x*");
    becomes("<i><i>x</i></i> <b><i>y</i></b>", "*x* ***y***");
    tidy(&format!(
        "{}x{}",
        "<i>".repeat(10_000),
        "</i>".repeat(10_000)
    ));
}
