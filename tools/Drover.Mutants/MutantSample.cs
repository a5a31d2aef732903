using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Drover.Mutants;

/// <summary>
/// All faults of the sources in the order of a seed, and those of them that are put in. A fault has its place in the order by its name, so that a change of the sources
/// takes away and brings the faults of the lines that it touches, and leaves the others where they are.
/// </summary>
internal sealed class MutantSample
{
    private readonly string _copy;
    private readonly Dictionary<string, string> _originals = new(StringComparer.Ordinal);
    private readonly List<Mutant> _ordered = [];

    public MutantSample(string copy, IEnumerable<string> parts, int seed)
    {
        _copy = copy;
        var found = new List<Mutant>();
        foreach (var path in parts.SelectMany(part => Directory.EnumerateFiles(Path.Combine(copy, "src", part), "*.cs", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            if (path.Contains("/obj/", StringComparison.Ordinal))
                continue;
            var file = Path.GetRelativePath(copy, path);
            _originals[file] = File.ReadAllText(path);
            found.AddRange(MutantFinder.Find(file, CSharpSyntaxTree.ParseText(_originals[file]).GetRoot()));
        }
        All = found;
        _ordered.AddRange(found.GroupBy(mutant => mutant.Name).SelectMany(same => same.Select((mutant, i) => (Mutant: mutant, Place: PlaceOf(seed, same.Key, i))))
            .OrderBy(m => m.Place, StringComparer.Ordinal).Select(m => m.Mutant));
    }

    public IReadOnlyList<Mutant> All { get; }

    /// <summary>The first ones that are wanted. Never two in one another: the outer one would hide the inner.</summary>
    public List<Mutant> Take(int count, Func<Mutant, bool> isWanted)
    {
        var taken = new List<Mutant>();
        foreach (var mutant in _ordered.Where(isWanted))
        {
            if (taken.Count == count)
                break;
            if (!taken.Exists(other => other.File == mutant.File && other.Node.Span.IntersectsWith(mutant.Node.Span)))
                taken.Add(mutant);
        }
        return taken;
    }

    /// <summary>Puts them into the copy, each behind the switch of its place in the list, and takes out all others.</summary>
    public void Write(IReadOnlyList<Mutant> taken)
    {
        File.WriteAllText(Path.Combine(_copy, "src/Drover.Primitives/MutantSwitch.cs"), SwitchWriter.Source);
        var numbered = taken.Select((mutant, number) => (Number: number, Mutant: mutant)).ToLookup(m => m.Mutant.File);
        foreach (var (file, text) in _originals)
            File.WriteAllText(Path.Combine(_copy, file), SwitchWriter.Write(SourceText.From(text), numbered[file]));
    }

    private static string PlaceOf(int seed, string name, int number) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed} {number} {name}"))));
}
