namespace Drover.Mutants;

/// <summary>
/// Faults of which nobody can see anything, each with the reason: a line with the name of the fault as the tool tells it, and below it, indented, why.
/// They are told, but not run and not counted as survivors.
/// </summary>
internal sealed class Equivalents
{
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);

    public Equivalents(string path)
    {
        var name = "";
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
            if (line[0] != ' ')
                _reasons.Add(name = line, "");
            else if (name.Length > 0)
                _reasons[name] = $"{_reasons[name]} {line.Trim()}".Trim();
        if (_reasons.FirstOrDefault(entry => entry.Value.Length == 0) is { Key: { } bare })
            throw new InvalidDataException($"{path}: no reason is given for \"{bare}\". Write it below, indented.");
    }

    public string? ReasonOf(Mutant mutant) => _reasons.GetValueOrDefault(mutant.Name);

    /// <summary>Those that name no fault any more: what they were about has been changed, and the reason may no longer hold.</summary>
    public IEnumerable<string> Outdated(IEnumerable<Mutant> all) => _reasons.Keys.Except(all.Select(mutant => mutant.Name), StringComparer.Ordinal);
}
