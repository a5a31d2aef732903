using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Drover.Yaml;

namespace Drover.Tests.Shared;

/// <summary>Debian's PyYAML, whose reading of a text is the measure of ours.</summary>
internal static class PyYaml
{
    // Debian's own: another python3 that comes first in the path knows none of its modules.
    private const string Python = "/usr/bin/python3";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);
    private static readonly Lazy<bool> s_isThere = new(() => File.Exists(Python) && Run(["-c", "import yaml; yaml.CSafeLoader"], "").ExitCode == 0);

    public static void SkipUnlessThere() => Assert.SkipUnless(s_isThere.Value, "There is no PyYAML with libyaml here (Debian's package python3-yaml).");

    /// <summary>What PyYAML makes of each text, in the form of <see cref="Canonical"/>; "error" where it refuses.</summary>
    public static string[] Read(IEnumerable<string> texts)
    {
        var (exitCode, output) = Run([Path.Combine(AppContext.BaseDirectory, "python", "pyyaml-test.py")], string.Concat(texts.Select(text => JsonSerializer.Serialize(text) + "\n")));
        Assert.Equal(0, exitCode);
        return output.Split('\n')[..^1];
    }

    /// <summary>A value in one line, such that equal lines mean equal values of equal types.</summary>
    public static string Canonical(YamlNode node) => node switch
    {
        YamlList list => $"[{string.Join(", ", list.Select(Canonical))}]",
        YamlMap { IsSet: true } set => $"set{{{string.Join(", ", set.Select(entry => Canonical(entry.Key)).Order(StringComparer.Ordinal))}}}",
        YamlMap map => $"{{{string.Join(", ", map.Select(entry => $"{Canonical(entry.Key)}: {Canonical(entry.Value)}"))}}}",
        YamlScalar scalar => Scalar(scalar),
        _ => throw new ArgumentException(node.GetType().Name, nameof(node)),
    };

    private static string Scalar(YamlScalar scalar) => scalar.Kind switch
    {
        YamlScalarKind.None => "none",
        YamlScalarKind.Bool => scalar.Bool ? "true" : "false",
        YamlScalarKind.Int => Hexadecimal(scalar.Int),
        YamlScalarKind.Float => "float " + (double.IsNaN(scalar.Float) ? "nan" : BitConverter.DoubleToInt64Bits(scalar.Float).ToString("x16", CultureInfo.InvariantCulture)),
        YamlScalarKind.Text => "text " + string.Concat(scalar.Text.Select(c => ((int)c).ToString("x4", CultureInfo.InvariantCulture))),
        YamlScalarKind.Date => scalar.Date.ToString("'date 'yyyy-MM-dd", CultureInfo.InvariantCulture),
        YamlScalarKind.Time => scalar.Time.Clock.ToString("'time 'yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
            + (scalar.Time.Offset is { } offset ? string.Create(CultureInfo.InvariantCulture, $" {offset.TotalMinutes}") : ""),
        _ => "bytes " + Convert.ToHexStringLower(scalar.Bytes.Span),
    };

    private static string Hexadecimal(BigInteger number)
    {
        var digits = BigInteger.Abs(number).ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return $"int {(number.Sign < 0 ? "-" : "")}0x{(digits.Length == 0 ? "0" : digits)}";
    }

    private static (int ExitCode, string Output) Run(string[] arguments, string input)
    {
        var start = new ProcessStartInfo(Python, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false) };
        using var process = TimedProcess.Start(start);
        var output = process.StandardOutput.ReadToEndAsync();
        // A process that ends before it has read everything says why by its exit code.
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }

        Assert.True(process.WaitForExit(s_patience), "python3 does not end");
        return (process.ExitCode, output.Result);
    }
}
