using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Drover.Mutants;

/// <summary>Writes mutants into their file, each behind its switch.</summary>
internal static class SwitchWriter
{
    /// <summary>The type of the switches, made part of the lowest project.</summary>
    public const string Source = """
        namespace Drover;

        /// <summary>Which fault is on.</summary>
        public static class MutantSwitch
        {
            private static readonly int s_on = int.TryParse(System.Environment.GetEnvironmentVariable("DROVER_MUTANT"), out var on) ? on : -1;
            private static readonly string? s_reached = System.Environment.GetEnvironmentVariable("DROVER_MUTANTS_REACHED");
            private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, bool> s_seen = new();

            public static bool Is(int number)
            {
                if (s_reached is not null && s_seen.TryAdd(number, true))
                    lock (s_seen)
                        System.IO.File.AppendAllText(s_reached, number.ToString(System.Globalization.CultureInfo.InvariantCulture) + "\n");
                return s_on == number;
            }
        }
        """;

    /// <param name="text">The file.</param>
    /// <param name="mutants">Those in this file with their numbers; none within another.</param>
    public static string Write(SourceText text, IEnumerable<(int Number, Mutant Mutant)> mutants) =>
        text.WithChanges(mutants.OrderBy(m => m.Mutant.Node.SpanStart).Select(m => new TextChange(m.Mutant.Node.Span, Switched(m.Number, m.Mutant)))).ToString();

    /// <summary>No line more than before, so that what the compiler says can be found.</summary>
    private static string Switched(int number, Mutant mutant)
    {
        var fault = mutant.Text.ReplaceLineEndings(" ");
        var isOn = string.Create(CultureInfo.InvariantCulture, $"Drover.MutantSwitch.Is({number})");
        // In a block of its own, so that no 'else' finds another 'if'.
        return mutant.Node is StatementSyntax ? $"{{ if (!{isOn}) {{ {mutant.Node} }} }}" : $"({isOn} ? {fault} : {mutant.Node})";
    }
}
