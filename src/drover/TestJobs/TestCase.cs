using System.Text.Json;
using Drover.Cli.Listing;

namespace Drover.Cli.TestJobs;

/// <summary>What became of one test case.</summary>
/// <param name="Suite">The suite; <c>lava</c> for the steps of the job itself.</param>
/// <param name="Result">pass, fail, skip or unknown.</param>
/// <param name="Measured">What was measured, with its unit; empty for nothing.</param>
internal sealed record TestCase(string Suite, string Name, string Result, string Measured)
{
    /// <summary>The suite of the steps of the job itself.</summary>
    private const string Lava = "lava";

    /// <summary>Fields of which one is made, in their order.</summary>
    public const string Fields = "id,suite,case,result,measurement,units";

    /// <summary>A case that says something against what was tested. Steps of the job, of which one may fail and be done again, count by the end of the job alone.</summary>
    public bool IsFailure => Result == "fail" && Suite != Lava;

    /// <summary>From a row with <see cref="Fields"/>; texts are safe to print.</summary>
    public static TestCase Read(JsonElement row)
    {
        string Text(int index) => row[index][0].GetInt32() == 0 && row[index][1].ValueKind != JsonValueKind.Null ? ValueText.Plain(row[index][1]) : "";
        return new TestCase(Text(1), Text(2), Text(3), $"{Text(4)} {Text(5)}".Trim(' '));
    }
}
