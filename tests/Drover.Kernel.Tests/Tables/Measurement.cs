using System.Text.Json.Serialization;
using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Queries;
using Drover.Kernel.Tables;

namespace Drover.Kernel.Tests.Tables;

/// <summary>A row of the table that these tests keep.</summary>
internal sealed record Measurement(long Time, string Board, int Volts)
{
    public static StoreTable<Measurement> Table { get; } = new("measurement", 1, MeasurementJson.Default.Measurement, row => KeyOf(row.Time), row => row.Board)
    {
        KeepPerIndex = 3,
        KeepFor = new TableAge(TimeSpan.FromHours(1), moment => KeyOf(moment.Microseconds)),
    };

    public static string KeyOf(long time) => $"{time:D16}";
}

[JsonSerializable(typeof(Measurement))]
internal sealed partial class MeasurementJson : JsonSerializerContext;

/// <summary>Records what was measured.</summary>
internal sealed class Measure(params Measurement[] rows) : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        Measurement.Table.Write(decision, rows);
        return true;
    }
}

/// <summary>Forgets what was measured up to a moment, of one board or of all.</summary>
internal sealed class Forget(long through, string? board) : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        Measurement.Table.Remove(decision, Measurement.KeyOf(through), board);
        return true;
    }
}

internal sealed class MeasurementDomain : IDomain
{
    public void Describe(DomainBuilder d)
    {
        d.Table(Measurement.Table);
        d.Resource(Measurement.Table.Resource("What boards have measured", "time", "board")
            .VisibleTo(Visibility.Everyone)
            .Field("time", "Time", FieldKind.Text, "When it was measured, which names the row", row => Measurement.KeyOf(row.Time), isDefault: true)
            .Field("board", "Board", FieldKind.Text, "Which board", row => row.Board, isDefault: true)
            .Field("volts", "Volts", FieldKind.Number, "What it measured", row => (long)row.Volts, isDefault: true)
            .VisibleTo(Visibility.Operators)
            .Field("note", "Note", FieldKind.Text, "For operators alone", _ => "x")
            .Build());
    }
}
