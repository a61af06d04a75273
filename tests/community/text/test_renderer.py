from community.text.markdown import render_markdown


def html(markdown):
    return str(render_markdown(markdown).html).strip()


def test_headings_stand_below_those_of_the_page():
    markdown = "\n\n".join(f"{'#' * level} x" for level in range(1, 7))

    assert [line[1:3] for line in html(markdown).split("\n")] == ["h3", "h4", "h5", "h6", "h6", "h6"]
    assert html("x\n===") == "<h3>x</h3>"


def test_code_can_be_scrolled_by_keyboard():
    assert html("```\n<b>\n```") == '<pre tabindex="0"><code>&lt;b&gt;\n</code></pre>'
    assert html("    <b>") == '<pre tabindex="0"><code>&lt;b&gt;\n</code></pre>'


def test_code_in_a_known_language_is_coloured_by_class():
    assert '<span class="hl-keyword">def</span>' in html("```py title=x\ndef f(): pass\n```")


def test_code_in_an_unknown_language_is_plain():
    assert html("```klingon\ndef\n```") == '<pre tabindex="0"><code>def\n</code></pre>'


def test_only_the_first_long_listings_are_coloured():
    listing = "```py\n" + "x = 1\n" * 300 + "```\n\n"

    coloured = [part.count("<span") > 0 for part in html(listing * 4).split("</pre>")[:4]]

    assert coloured == [True, True, False, False]


def test_tables_scroll_in_a_region_of_their_own():
    shown = html("|a|b|c|\n|-|:-:|-:|\n|1|2|3|")

    assert shown.startswith('<div class="table-scroll" tabindex="0"><table>')
    assert shown.endswith("</table></div>")
    assert '<td>1</td><td class="align-center">2</td><td class="align-end">3</td>' in shown
