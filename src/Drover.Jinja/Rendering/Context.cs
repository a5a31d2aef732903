using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary>What a template and those that it extends share: the caller's variables, those that the templates set, and the blocks.</summary>
internal sealed class Context(IReadOnlyDictionary<string, object?> variables)
{
    private readonly Dictionary<string, object?> _exported = [];
    private Dictionary<string, List<Block>> _blocks = [];

    public object? Lookup(string name) =>
        _exported.TryGetValue(name, out var value) || variables.TryGetValue(name, out value) ? value : Globals.Find(name) ?? Undefined.Variable(name);

    public void Export(string name, object? value) => _exported[name] = value;

    /// <summary>Adds the blocks of a template: those of the templates before it come first.</summary>
    public void Add(Template template)
    {
        foreach (var block in template.Blocks)
        {
            if (!_blocks.TryGetValue(block.Name, out var versions))
                _blocks[block.Name] = versions = [];
            versions.Add(block);
        }
    }

    /// <summary>The block of that name at a depth: 0 is the one that is rendered, 1 its <c>super()</c>. Null when there is none.</summary>
    public Block? Find(string name, int depth) => _blocks.TryGetValue(name, out var versions) && depth < versions.Count ? versions[depth] : null;

    /// <summary>All variables of this context and those given.</summary>
    /// <param name="keepsBlocks">Whether it has the same blocks, or none.</param>
    public Context With(Dictionary<string, object?> locals, bool keepsBlocks)
    {
        var all = new Dictionary<string, object?>(variables);
        foreach (var (name, value) in _exported.Concat(locals))
            all[name] = value;
        return new Context(all) { _blocks = keepsBlocks ? _blocks : [] };
    }
}
