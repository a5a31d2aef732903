using Drover.Agent.Native;
using Drover.Agent.Shares.Checking;
using Drover.Agent.Shares.Rules;
using Drover.Agent.Shares.Walking;

namespace Drover.Agent.Shares.Watching;

/// <summary>A place in a tree: a directory, open, and its rules. Changes come by the directory, so that the next one is often where the last one was.</summary>
internal sealed class TreeCursor(CheckedTree tree) : IDisposable
{
    private string? _path;

    /// <summary>The directory; below zero when there is none.</summary>
    internal int Descriptor { get; private set; } = -1;

    /// <summary>Its rules.</summary>
    internal RuleNode Rules { get; private set; } = tree.Rules;

    /// <summary>Goes to a directory; false when it is not there.</summary>
    internal bool Go(string path)
    {
        if (path == _path)
            return Descriptor >= 0;
        Dispose();
        _path = path;
        Descriptor = TreePath.Open(tree.Root, BytePath.Names(path));
        Rules = RulesOf(tree, path);
        return Descriptor >= 0;
    }

    internal static RuleNode RulesOf(CheckedTree tree, string path) => BytePath.Raw(path).Names.Aggregate(tree.Rules, (node, name) => node.Child(name));

    public void Dispose()
    {
        if (Descriptor >= 0)
            _ = Libc.Close(Descriptor);
        (Descriptor, _path) = (-1, null);
    }
}
