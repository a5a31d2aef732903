using System.Globalization;
using System.Text;

namespace Drover.Bench;

/// <summary>What the command line asked for.</summary>
internal sealed class BenchOptions
{
    /// <summary>Names of the parts to run; all when empty.</summary>
    public List<string> Parts { get; } = [];

    /// <summary>How often each measurement is made; figures are medians of that. Default 3.</summary>
    public int Rounds { get; private set; } = 3;

    /// <summary>How long each round of a rate lasts. Default 2 s.</summary>
    public TimeSpan Round { get; private set; } = TimeSpan.FromSeconds(2);

    /// <summary>Where state directories are made: the disk that is measured. Default: the folder for temporary files.</summary>
    public string Directory { get; private set; } = Path.GetTempPath();

    /// <summary>File that gets the figures as JSON, or null.</summary>
    public string? Json { get; private set; }

    /// <summary>LUXI socket of another master daemon that is measured in turn, or null.</summary>
    public string? Peer { get; private set; }

    /// <summary>The daemon to start. Default: <c>bin/droverd</c> of this repository.</summary>
    public string? Daemon { get; private set; }

    public bool List { get; private set; }

    public static BenchOptions? Parse(string[] args, out string problem)
    {
        var options = new BenchOptions();
        problem = "";
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith('-'))
            {
                options.Parts.Add(args[i]);
                continue;
            }
            if (args[i] is "--list" or "--help" or "-h")
            {
                options.List = true;
                continue;
            }
            var value = i + 1 < args.Length ? args[i + 1] : "";
            if (!options.Take(args[i], value))
            {
                problem = $"Cannot use {args[i]} {value}.";
                return null;
            }
            i++;
        }
        foreach (var name in options.Parts)
            if (PartList.All.All(part => part.Name != name))
            {
                problem = $"There is no part '{name}'.";
                return null;
            }
        return options;
    }

    public static string Usage(IEnumerable<Part> parts)
    {
        var text = new StringBuilder("Drover.Bench [PART...] [--rounds N] [--seconds S] [--dir DIR] [--json FILE] [--peer SOCKET] [--daemon FILE] [--list]\n\nParts:\n");
        foreach (var part in parts)
            text.Append(CultureInfo.InvariantCulture, $"  {part.Name,-16} {part.About}\n");
        return text.ToString();
    }

    private bool Take(string name, string value)
    {
        switch (name)
        {
            case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
                Rounds = rounds;
                return true;
            case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                Round = TimeSpan.FromSeconds(seconds);
                return true;
            case "--dir" when value.Length > 0:
                Directory = Path.GetFullPath(value);
                return true;
            case "--json" when value.Length > 0:
                Json = value;
                return true;
            case "--peer" when value.Length > 0:
                Peer = value;
                return true;
            case "--daemon" when value.Length > 0:
                Daemon = Path.GetFullPath(value);
                return true;
            default:
                return false;
        }
    }
}
