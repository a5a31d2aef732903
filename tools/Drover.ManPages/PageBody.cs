using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Drover.ManPages;

/// <summary>The blocks of a page as requests of man(7). A table is a list: of each row the first cell is the tag.</summary>
internal sealed class PageBody(RoffWriter roff)
{
    private const string Indent = "4";

    public void Write(MarkdownDocument page)
    {
        var hasSection = false;
        foreach (var block in page.Where(b => b is not HeadingBlock { Level: 1 }))
        {
            // What comes before the first section describes the program.
            if (!hasSection && block is not HeadingBlock)
                roff.Request("SH", "DESCRIPTION");
            hasSection = true;
            Write(block);
        }
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading when heading.Level == 2:
                roff.Request("SH", Title(heading).ToUpper(CultureInfo.InvariantCulture));
                break;
            case HeadingBlock heading:
                roff.Request("SS", Title(heading));
                break;
            case ParagraphBlock paragraph:
                roff.Request("PP");
                roff.Line(RoffText.Of(paragraph.Inline));
                break;
            case CodeBlock code:
                WriteCode(code);
                break;
            case ListBlock list:
                WriteList(list);
                break;
            case Table table:
                WriteTable(table);
                break;
            case ContainerBlock container:
                foreach (var inner in container)
                    Write(inner);
                break;
        }
    }

    private void WriteCode(CodeBlock code)
    {
        roff.Request("PP");
        roff.Request("RS", Indent);
        roff.Request("EX");
        for (var i = 0; i < code.Lines.Count; i++)
            roff.Line(RoffText.Escape(code.Lines.Lines[i].ToString()));
        roff.Request("EE");
        roff.Request("RE");
    }

    private void WriteList(ListBlock list)
    {
        var number = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var mark = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}.") : "\u2022";
            foreach (var block in item)
            {
                if (block is ParagraphBlock paragraph)
                {
                    roff.Request("IP", mark, Indent);
                    roff.Line(RoffText.Of(paragraph.Inline));
                    mark = "";
                }
                else
                {
                    Write(block);
                }
            }
        }
    }

    private void WriteTable(Table table)
    {
        var titles = table.OfType<TableRow>().First(r => r.IsHeader).Cast<TableCell>().Select(Text).ToList();
        foreach (var row in table.OfType<TableRow>().Where(r => !r.IsHeader))
        {
            var cells = row.Cast<TableCell>().Select(Text).ToList();
            roff.Request("TP");
            roff.Line(cells[0].Length > 0 ? cells[0] : "\\&");
            // Of two columns the tag and its text need no titles.
            var about = cells.Skip(1).Zip(titles.Skip(1)).Where(c => c.First.Length > 0)
                .Select(c => titles.Count > 2 && c.Second.Length > 0 ? $"{c.Second}: {c.First}" : c.First).ToList();
            roff.Line(about.Count > 0 ? string.Join("; ", about) : "\\&");
        }
    }

    private static string Text(TableCell cell) => string.Join(' ', cell.OfType<ParagraphBlock>().Select(p => RoffText.Of(p.Inline)));

    private static string Title(HeadingBlock heading) => string.Concat(heading.Inline!.Select(inline => inline is CodeInline code ? code.Content : inline.ToString()));
}
