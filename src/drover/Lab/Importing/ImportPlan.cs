using System.Text.RegularExpressions;
using Drover.Cli.Words;

namespace Drover.Cli.Lab.Importing;

/// <summary>What is to be done so that the lab has what a site has. What the lab has beside that stays.</summary>
internal sealed partial class ImportPlan
{
    private readonly KnownLab _known;
    private readonly string? _worker;
    private readonly List<LabChange> _grounds = [];
    private readonly List<LabChange> _changes = [];
    private readonly List<(string Path, string Why)> _left = [];
    private readonly HashSet<string> _types;
    private readonly HashSet<string> _workers;

    private ImportPlan(KnownLab known, string? worker)
    {
        (_known, _worker) = (known, worker);
        (_types, _workers) = ([.. known.Types], [.. known.Workers]);
    }

    /// <summary>What comes first: templates, device types and workers, on which the others build.</summary>
    public IReadOnlyList<LabChange> Grounds => _grounds;

    /// <summary>What comes then.</summary>
    public IReadOnlyList<LabChange> Changes => _changes;

    /// <summary>Files that are left out, and why.</summary>
    public IReadOnlyList<(string Path, string Why)> Left => _left;

    /// <summary>How many files hold what the lab has already.</summary>
    public int Same { get; private set; }

    /// <param name="site">What there is.</param>
    /// <param name="known">What the lab has.</param>
    /// <param name="worker">The worker of devices that are new; null for none.</param>
    public static ImportPlan Of(SiteDirectory site, KnownLab known, string? worker)
    {
        var plan = new ImportPlan(known, worker);
        foreach (var file in site.Files)
        {
            switch (file.Part)
            {
                case SitePart.Template:
                    plan.Set(plan._grounds, file, known.Templates, Language.Say("import.template"), "OP_DEVICE_TEMPLATE_SET", "text");
                    break;
                case SitePart.HealthCheck:
                    plan.Set(plan._changes, file, known.Checks, Language.Say("import.health-check"), "OP_HEALTH_CHECK_SET", "definition");
                    break;
                case SitePart.Device:
                    plan.SetDevice(file);
                    break;
                default:
                    plan.SetWorkerText(file);
                    break;
            }
        }

        return plan;
    }

    private void Set(List<LabChange> changes, SiteFile file, Dictionary<string, string?> known, string what, string opcode, string parameter)
    {
        if (known.TryGetValue(file.Name, out var text) && text == file.Text)
            Same++;
        else
            changes.Add(new LabChange(Language.Say(known.ContainsKey(file.Name) ? "import.change" : "import.add", what, file.Name), file.Path, opcode, [("name", file.Name), (parameter, file.Text)]));
    }

    private void SetDevice(SiteFile file)
    {
        if (_known.Devices.TryGetValue(file.Name, out var dictionary))
        {
            if (dictionary == file.Text)
                Same++;
            else
                _changes.Add(new LabChange(Language.Say("import.dictionary", file.Name), file.Path, "OP_DEVICE_SET", [("name", file.Name), ("dictionary", file.Text)]));
            return;
        }

        if (Extends().Matches(file.Text) is not [var extends])
        {
            _left.Add((file.Path, Language.Say("import.no-type", file.Name)));
            return;
        }

        var type = extends.Groups["name"].Value;
        if (_types.Add(type))
            _grounds.Add(new LabChange(Language.Say("import.type", type), file.Path, "OP_DEVICE_TYPE_ADD", [("name", type)]));
        if (_worker is { } worker)
            AddWorker(worker, file.Path);
        (string, string)[] parameters = [("name", file.Name), ("device_type", type), ("dictionary", file.Text)];
        _changes.Add(new LabChange(_worker is null ? Language.Say("import.device-alone", file.Name, type) : Language.Say("import.device", file.Name, type, _worker), file.Path, "OP_DEVICE_ADD",
            _worker is null ? parameters : [.. parameters, ("worker", _worker)]));
    }

    private void SetWorkerText(SiteFile file)
    {
        if (!_known.Opcodes.Contains(KnownLab.WorkerTextOpcode))
        {
            _left.Add((file.Path, Language.Say("import.worker-text")));
            return;
        }

        if (file.Name.Length > 0)
            AddWorker(file.Name, file.Path);
        if (_known.WorkerTexts.GetValueOrDefault((file.Name, file.Kind), "") == file.Text)
        {
            Same++;
            return;
        }

        _changes.Add(new LabChange(file.Name.Length == 0 ? Language.Say("import.text-all", file.Kind) : Language.Say("import.text", file.Kind, file.Name), file.Path, KnownLab.WorkerTextOpcode,
            [("worker", file.Name), ("kind", file.Kind), ("text", file.Text)]));
    }

    private void AddWorker(string name, string path)
    {
        if (_workers.Add(name))
            _grounds.Add(new LabChange(Language.Say("import.worker", name), path, "OP_WORKER_ADD", [("name", name)]));
    }

    /// <summary>The line of a dictionary that names its template.</summary>
    [GeneratedRegex("""\{%-?\s*extends\s+(?<quote>['"])(?<name>[^'"]+)\.jinja2\k<quote>\s*-?%\}""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Extends();
}
