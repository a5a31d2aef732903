using Drover.Services.Settings;

namespace Drover.Services.Cltab;

/// <summary>What has been read so far. Extension lines are kept to the end, for they may stand before the entry they speak of.</summary>
internal sealed class CltabReading
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, List<CltabEntry>> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Place, string Group)> _tags = new(StringComparer.Ordinal);
    private readonly List<string?> _files = [null];
    private readonly List<CltabProblem> _problems = [];
    private readonly List<SettingLine> _extensions = [];
    private readonly Dictionary<string, int> _settingLines = new(StringComparer.Ordinal);
    private string? _file;
    private CltabSettings _settings = new();

    /// <summary>A file with more errors than this is not the right file. Each error is a line in the log and in a job.</summary>
    public const int MostProblems = 1_000;

    /// <summary>The included file that is being read; null for the cltab itself. What is said of a line is said of one of this file.</summary>
    public string? File
    {
        get => _file;
        set
        {
            _file = value;
            _files.Add(value);
        }
    }

    /// <summary>Whether it is the cltab of the cluster, which all nodes have.</summary>
    public bool IsOfCluster { get; init; }

    /// <summary>A line of the file that is being read, for messages.</summary>
    public string Place(int line) => File is null ? $"line {line}" : $"line {line} of {File}";

    /// <summary>Always false, so that a check can be written in one line.</summary>
    public bool Error(int line, int column, string text, string? group)
    {
        Add(new CltabProblem(CltabSeverity.Error, line, column, text, group));
        if (group is not null)
            Touch(group);
        return false;
    }

    public void Warn(int line, int column, string text) =>
        Add(new CltabProblem(CltabSeverity.Warning, line, column, text, null));

    private void Add(CltabProblem problem)
    {
        _problems.Add(problem with { File = File });
        if (_problems.Count > MostProblems)
            throw new CltabException("CLTAB_TOO_MANY_ERRORS",
                $"There are more than {MostProblems} errors up to {Place(problem.Line)}; the first: {_problems[0].Describe("line")}. Is it the right file?");
    }

    public void Touch(string group)
    {
        if (_groups.TryAdd(group, []))
            _order.Add(group);
    }

    /// <summary>Of a tag that is used twice the later line is the error, in whatever group.</summary>
    public bool ClaimTag(string tag, int line, int column, string group)
    {
        if (_tags.TryAdd(tag, (Place(line), group)))
            return true;
        var first = _tags[tag];
        Touch(group);
        Add(new CltabProblem(CltabSeverity.Error, line, column, $"entry has duplicate tag: {tag} (first on {first.Place}, group {first.Group}); tags are unique in the whole file", group)
        {
            DuplicateTag = tag,
        });
        return false;
    }

    public void Entry(CltabEntry entry) => _groups[entry.Group].Add(entry);

    public void Setting(SettingLine line)
    {
        if (ExtensionLines.IsExtension(line.Key))
        {
            _extensions.Add(line);
            return;
        }

        if (line.Key == CltabInclude.Key)
        {
            CheckInclude(line);
            return;
        }

        if (File is not null && line.Key is "socket" or "clstat" or "log")
        {
            Warn(line.Number, line.KeyColumn, $"master setting '{line.Key}' counts in the cltab itself; the line is not used");
            return;
        }

        switch (line.Key)
        {
            case "socket": _settings = _settings with { Socket = line.Value }; break;
            case "clstat": _settings = _settings with { Clstat = line.Value }; break;
            case "log": _settings = _settings with { Log = line.Value }; break;
            default:
                Warn(line.Number, line.KeyColumn, $"unknown master setting '{line.Key}' is not used; known are socket, clstat, log, include, service.TAG.KEY and group.NAME.KEY");
                return;
        }

        if (_settingLines.TryGetValue(line.Key, out var earlier))
            Warn(line.Number, line.KeyColumn, $"master setting '{line.Key}' was already on line {earlier}; this one wins");
        _settingLines[line.Key] = line.Number;
    }

    public CltabDocument Finish(string path)
    {
        var options = new ExtensionLines(this, _order, _tags);
        foreach (var line in _extensions)
        {
            _file = line.File;
            options.Read(line);
        }
        var groups = _order.Select(name => options.Apply(name, _groups[name])).ToList();
        var problems = _problems.OrderBy(p => _files.IndexOf(p.File)).ThenBy(p => p.Line).ThenBy(p => p.Column);
        return new CltabDocument(path, [.. groups], [.. problems], _settings);
    }

    private void CheckInclude(SettingLine line)
    {
        if (File is not null)
            Warn(line.Number, line.KeyColumn, "an included file includes no others; move the line to the cltab itself");
        else if (!line.Value.StartsWith('/'))
            Error(line.Number, line.ValueColumn, $"'{line.Value}' is no absolute path; let it begin with /", null);
    }
}
