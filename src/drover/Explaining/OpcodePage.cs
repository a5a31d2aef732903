using System.Text;

namespace Drover.Cli.Explaining;

/// <summary>docs/opcodes.md, which is part of this program: one text for those who read the page and those who ask here.</summary>
internal sealed class OpcodePage
{
    private readonly Dictionary<string, OpcodeEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _paragraphs = [];

    private OpcodePage() { }

    /// <summary>The opcodes that it has, in its order.</summary>
    public IEnumerable<OpcodeEntry> Entries => _entries.Values;

    public static OpcodePage Load()
    {
        using var stream = typeof(OpcodePage).Assembly.GetManifestResourceStream("opcodes.md")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    public static OpcodePage Parse(string markdown)
    {
        var page = new OpcodePage();
        string[]? header = null;
        var paragraph = new StringBuilder();
        foreach (var line in markdown.Split('\n'))
        {
            if (!line.StartsWith('|'))
            {
                header = null;
                page.AddText(paragraph, line);
                continue;
            }

            var cells = Cells(line);
            if (header is null)
                header = cells;
            else if (!cells[0].StartsWith('-'))
                page.AddRow(header, cells);
        }

        page.AddText(paragraph, "");
        return page;
    }

    /// <summary>What the page says of an opcode; null if nothing.</summary>
    public OpcodeEntry? Find(string opcode) => _entries.GetValueOrDefault(opcode);

    /// <summary>Paragraphs that are about the opcode.</summary>
    public IEnumerable<string> About(string opcode) => _paragraphs.Where(p => p.Contains(opcode + " ", StringComparison.Ordinal) || p.Contains(opcode + ":", StringComparison.Ordinal));

    private void AddText(StringBuilder paragraph, string line)
    {
        if (line.Length > 0 && !line.StartsWith('#'))
        {
            paragraph.Append(paragraph.Length > 0 ? " " : "").Append(Plain(line));
            return;
        }

        if (paragraph.Length > 0)
            _paragraphs.Add(paragraph.ToString());
        paragraph.Clear();
    }

    private void AddRow(string[] header, string[] cells)
    {
        string Cell(params ReadOnlySpan<string> titles)
        {
            foreach (var title in titles)
            {
                var index = Array.FindIndex(header, h => h.Equals(title, StringComparison.OrdinalIgnoreCase));
                if (index >= 0 && index < cells.Length)
                    return cells[index];
            }

            return "";
        }

        foreach (var id in cells[0].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith("OP_", StringComparison.Ordinal)))
            _entries[id] = new OpcodeEntry(id, Cell("parameters"), Cell("locks"), Cell("result"), Cell("stop"), Cell("recovery", "after a crash"));
    }

    private static string[] Cells(string row) => [.. row.Trim().Trim('|').Split('|').Select(cell => Plain(cell.Trim()))];

    /// <summary>Without the marks of Markdown.</summary>
    private static string Plain(string text)
    {
        text = text.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
        for (var open = text.IndexOf("](", StringComparison.Ordinal); open >= 0; open = text.IndexOf("](", StringComparison.Ordinal))
        {
            var (begin, end) = (text.LastIndexOf('[', open), text.IndexOf(')', open));
            if (begin < 0 || end < 0)
                break;
            text = text[..begin] + text[(begin + 1)..open] + text[(end + 1)..];
        }

        return text;
    }
}

/// <summary>A row of the page; what it does not say is empty.</summary>
/// <param name="Id">Such as <c>OP_TEST_DELAY</c>.</param>
/// <param name="Parameters">Its own parameters with remarks.</param>
/// <param name="Recovery">What the next start does with one that was running.</param>
internal sealed record OpcodeEntry(string Id, string Parameters, string Locks, string Result, string Stop, string Recovery);
