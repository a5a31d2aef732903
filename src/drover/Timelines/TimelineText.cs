using System.Globalization;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Timelines;

/// <summary>Draws a timeline in plain text: a bar for each phase, when it began after the submit, how long it was, and what it was.</summary>
internal static class TimelineText
{
    /// <summary>Where the output is no terminal.</summary>
    private const int UsualWidth = 80;

    private const int LeastWidth = 64;
    private const int BarWidth = 30;

    /// <summary>Cells before the words.</summary>
    private const int Margin = BarWidth + 20;

    /// <summary>Lines that the words of one phase take at most.</summary>
    private const int MostLines = 6;

    public static void Write(Screen screen, Timeline timeline, TimeZoneInfo zone)
    {
        var output = screen.Out;
        var width = Math.Max(LeastWidth, screen.Width ?? UsualWidth);
        output.WriteLine($"{Language.Say("sheet.job", timeline.Id)}  {timeline.Status}  {string.Join(", ", timeline.Operations)}");
        output.WriteLine(Language.Say("timeline.submitted", new ValueText(zone).Time(timeline.Begin)));
        output.WriteLine();
        var rows = timeline.Phases.Select(p => (p.Begin, p.End, Sign: Sign(p.Kind), Length: Elapsed.Text(p.Length), Words: Words(timeline, p)))
            .Concat(timeline.Marks.Select(m => (Begin: m.Time, End: m.Time, Sign: '^', Length: "", Words: m.Text)));
        foreach (var row in rows.OrderBy(r => r.Begin))
        {
            var lines = CellText.Wrap(row.Words, width - Margin, MostLines);
            output.WriteLine($"|{Bar(timeline, row.Begin, row.End, row.Sign)}| {Elapsed.Text(row.Begin - timeline.Begin),7} {row.Length,7}  {lines[0]}".TrimEnd());
            foreach (var line in lines.Skip(1))
                output.WriteLine(new string(' ', Margin) + line);
        }

        output.WriteLine();
        output.WriteLine($"{Language.Say("timeline.all", Elapsed.Text(timeline.End - timeline.Begin))}: {string.Join(", ", timeline.Sums.Select(s => $"{Elapsed.Text(s.Length)} {Sum(s.Kind)} ({Sign(s.Kind)})"))}");
    }

    private static string Bar(Timeline timeline, DateTimeOffset begin, DateTimeOffset end, char sign)
    {
        var whole = (timeline.End - timeline.Begin).TotalSeconds;
        var (from, to) = whole <= 0 ? (0, BarWidth) : ((int)(BarWidth * (begin - timeline.Begin).TotalSeconds / whole), (int)Math.Ceiling(BarWidth * (end - timeline.Begin).TotalSeconds / whole));
        from = Math.Clamp(from, 0, BarWidth - 1);
        to = Math.Clamp(to, from + 1, BarWidth);
        return new string(' ', from) + new string(sign, to - from) + new string(' ', BarWidth - to);
    }

    private static string Words(Timeline timeline, Phase phase)
    {
        var op = string.Create(CultureInfo.InvariantCulture, $"op {phase.Opcode}");
        var text = phase.Text;
        return phase.Kind switch
        {
            PhaseKind.Queued => text.Length == 0 ? Language.Say("timeline.is-queued") : Language.Say("timeline.queued", text),
            PhaseKind.Held => Language.Say("timeline.held", text),
            PhaseKind.Prepares => Language.Say("timeline.prepares", op),
            PhaseKind.Waits => text.Length == 0 ? Language.Say("timeline.op-locks", op) : Language.Say("timeline.op-waits", op, text),
            PhaseKind.Canceling => Language.Say("timeline.canceling"),
            _ => $"{op} {timeline.Operations.ElementAtOrDefault(phase.Opcode ?? 0)}: {phase.Outcome ?? (phase.IsOpen ? Language.Say("timeline.runs") : Language.Say("timeline.ended"))}",
        };
    }

    private static char Sign(PhaseKind kind) => kind switch
    {
        PhaseKind.Queued => '.',
        PhaseKind.Held => 'o',
        PhaseKind.Prepares => '=',
        PhaseKind.Waits => '-',
        PhaseKind.Canceling => 'x',
        _ => '#',
    };

    private static string Sum(PhaseKind kind) => kind switch
    {
        PhaseKind.Queued => Language.Say("timeline.is-queued"),
        PhaseKind.Held => Language.Say("timeline.is-held"),
        PhaseKind.Prepares => Language.Say("timeline.preparing"),
        PhaseKind.Waits => Language.Say("timeline.locks"),
        PhaseKind.Canceling => Language.Say("timeline.canceling"),
        _ => Language.Say("timeline.running"),
    };
}
