using System.Globalization;
using System.Text.Json;

namespace Drover.Bench.Reporting;

/// <summary>Prints each figure beside its target as soon as it is known, and keeps all for the JSON file.</summary>
internal sealed class Report
{
    private readonly List<Figure> _figures = [];
    private readonly List<(string Part, string Problem)> _failures = [];
    private readonly Machine _machine = Machine.Look();
    private string _part = "";

    public void Begin(BenchOptions options)
    {
        Console.WriteLine(_machine);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Medians of {options.Rounds} rounds of {options.Round.TotalSeconds:0.#} s; state below {options.Directory}"));
    }

    public void Start(Part part)
    {
        _part = part.Name;
        Console.WriteLine();
        Console.WriteLine($"{part.Name}: {part.About}");
    }

    public void Add(string name, double value, string unit, Target? target = null)
    {
        _figures.Add(new Figure(_part, name, value, unit, target));
        var verdict = target is null ? "" : $"  target {target} {(target.Holds(value) ? "reached" : "MISSED")}";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-58} {Text(value),12} {unit,-10}{verdict}"));
    }

    /// <summary>Says why something was not measured.</summary>
    public static void Note(string text) => Console.WriteLine($"  {text}");

    public void Failed(Part part, Exception problem)
    {
        _failures.Add((part.Name, problem.Message));
        Console.WriteLine($"  FAILED: {problem}");
    }

    public static void End(TimeSpan took) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ({took.TotalSeconds:0.0} s)"));

    public void WriteJson(string file)
    {
        using var stream = File.Create(file);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        _machine.WriteTo(writer);
        writer.WriteStartArray("figures");
        foreach (var figure in _figures)
        {
            writer.WriteStartObject();
            writer.WriteString("part", figure.Part);
            writer.WriteString("name", figure.Name);
            writer.WriteNumber("value", Math.Round(figure.Value, 4));
            writer.WriteString("unit", figure.Unit);
            if (figure.Target is { } target)
            {
                writer.WriteString("target", target.ToString());
                writer.WriteBoolean("reached", target.Holds(figure.Value));
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("failures");
        foreach (var (part, problem) in _failures)
        {
            writer.WriteStartObject();
            writer.WriteString("part", part);
            writer.WriteString("problem", problem);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Text(double value) =>
        value.ToString(value >= 1000 ? "N0" : value >= 10 ? "0.0" : "0.000", CultureInfo.InvariantCulture);
}
