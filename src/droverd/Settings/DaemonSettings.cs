using System.Collections;
using System.Globalization;
using System.Net;
using Drover.Web.About;

namespace Drover.Daemon.Settings;

/// <summary>The settings in force, each with where it came from: command line, then environment, then configuration file, then default.</summary>
internal sealed class DaemonSettings
{
    /// <summary>Variables with our prefix that are no settings.</summary>
    private static readonly string[] s_otherVariables = ["DROVER_CONFIG", "DROVER_SOCKET", "DROVER_FAULT", "DROVER_TRACE", Process.Surroundings.Note];

    private readonly Dictionary<string, (string? Text, string Origin)> _values;

    private DaemonSettings(IReadOnlyList<SettingView> view, IReadOnlyList<string> warnings)
    {
        View = view;
        Warnings = warnings;
        _values = view.ToDictionary(v => v.Name, v => (v.Value, v.Origin), StringComparer.Ordinal);
    }

    /// <summary>All of them, in the order of the table.</summary>
    public IReadOnlyList<SettingView> View { get; }

    /// <summary>Whether a state directory of another machine or node is taken over, this once.</summary>
    public bool TakesOver { get; private init; }

    /// <summary>Whether other nodes are not asked who the master is, this once.</summary>
    public bool SkipsVoting { get; private init; }

    /// <summary>The file of settings; null when there is none.</summary>
    public string? File { get; private init; }

    /// <summary>What looks like a mistake but is no error.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <exception cref="SettingsException">A value is wrong, or the file holds unknown settings.</exception>
    public static DaemonSettings Load(CommandLine line, IDictionary environment, DefaultPlaces places)
    {
        var rows = SettingTable.Rows(places);
        var names = rows.Select(row => row.Name).ToList();
        var (path, file) = ReadFile(line, environment, places, names);
        var view = new List<SettingView>(rows.Count);
        foreach (var row in rows)
        {
            if (line.Values.TryGetValue(row.Name, out var given))
                view.Add(Accept(row, given, "command line", $"--{row.Name}"));
            else if (environment[row.Variable] is string { Length: > 0 } set)
                view.Add(Accept(row, set, $"environment:{row.Variable}", $"the environment variable {row.Variable}"));
            else if (file.TryGetValue(row.Name, out var entry))
                view.Add(Accept(row, entry.Text, $"file:{path}", $"{path}, line {entry.Line}: '{row.Name}'"));
            else
                view.Add(new SettingView(row.Name, row.Default, SettingView.ByDefault, row.Doc));
        }
        return new DaemonSettings(view, [.. Strangers(environment, rows)]) { TakesOver = line.TakesOver, SkipsVoting = line.SkipsVoting, File = path };
    }

    /// <summary>The text; null when the setting has none.</summary>
    public string? Find(string name) => _values[name].Text;

    public string Text(string name) => Find(name)!;

    /// <summary>Whether somebody set it.</summary>
    public bool IsSet(string name) => _values[name].Origin != "default";

    public string Directory(string name) => Path.GetFullPath(Text(name));

    public int Number(string name) => int.Parse(Text(name), CultureInfo.InvariantCulture);

    public TimeSpan Duration(string name) => SettingForm.ParseDuration(Text(name))!.Value;

    public long Size(string name) => SettingForm.ParseSize(Text(name))!.Value;

    public IPEndPoint? Address(string name) => Find(name) is { } text ? IPEndPoint.Parse(text) : null;

    /// <summary>The same settings, but for one whose text the state directory says.</summary>
    public DaemonSettings WithStored(string name, string text) => new(
        [.. View.Select(view => view.Name == name ? view with { Value = text, Origin = $"state directory {Text("state")}" } : view)], Warnings) { TakesOver = TakesOver, SkipsVoting = SkipsVoting, File = File };

    private static SettingView Accept(Setting row, string text, string origin, string place) =>
        row.Form.Accepts(text)
            ? new SettingView(row.Name, text, origin, row.Doc)
            : throw new SettingsException("SETTING_INVALID", $"{place} is '{text}'; it must be {row.Form.Expected}{(row.Form.Explain(text) is { } why ? $": {why}" : "")}.");

    private static (string? Path, IReadOnlyDictionary<string, ConfigurationFile.Entry>) ReadFile(
        CommandLine line, IDictionary environment, DefaultPlaces places, List<string> names)
    {
        var path = line.ConfigFile ?? environment["DROVER_CONFIG"] as string;
        if (string.IsNullOrEmpty(path))
            path = System.IO.File.Exists(places.Config) ? places.Config : null;
        return path is null
            ? (null, new Dictionary<string, ConfigurationFile.Entry>(StringComparer.Ordinal))
            : (path, ConfigurationFile.Read(path, names));
    }

    private static IEnumerable<string> Strangers(IDictionary environment, IReadOnlyList<Setting> rows)
    {
        var known = rows.Select(row => row.Variable).Concat(s_otherVariables).ToList();
        foreach (var name in environment.Keys.OfType<string>().Where(n => n.StartsWith("DROVER_", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            if (!known.Contains(name))
                yield return $"The environment variable {name} is no setting and has no effect{Suggestion.For(name, known)}";
    }
}
