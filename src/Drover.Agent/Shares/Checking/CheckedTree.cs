using Drover.Agent.Native;
using Drover.Agent.Shares.Rules;
using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Checking;

/// <summary>A tree that is to be looked at: its root, open, and its rules.</summary>
internal sealed class CheckedTree : IDisposable
{
    private CheckedTree(ShareSpec share, int root, FileIdentity identity, RuleNode rules, IReadOnlyList<RuleComplaint> complaints)
    {
        Share = share;
        Root = root;
        Identity = identity;
        Rules = rules;
        Complaints = complaints;
    }

    internal ShareSpec Share { get; }

    /// <summary>Descriptor of its root.</summary>
    internal int Root { get; }

    /// <summary>Which directory its root is.</summary>
    internal FileIdentity Identity { get; }

    internal RuleNode Rules { get; }

    internal IReadOnlyList<RuleComplaint> Complaints { get; }

    /// <summary>Opens a tree.</summary>
    /// <exception cref="AgentException">There is none, or its specification is not whole.</exception>
    internal static CheckedTree Open(ShareSpec share, IAccountNumbers accounts)
    {
        if (!Path.IsPathRooted(share.Path))
            throw new AgentException("BAD_SHARE", $"The path '{share.Path}' of '{share.Name}' is not absolute. Name it from '/' on.");
        var root = TreeWalk.OpenRoot(share.Path);
        if (root < 0)
        {
            throw new AgentException("NO_SHARE", root is -Errno.LinkLoop or -Errno.NotDirectory
                ? $"'{share.Path}' of '{share.Name}' is no directory but a link or a file. Put the directory itself there."
                : $"'{share.Path}' of '{share.Name}' cannot be opened: {Errno.Text(-root)}.", -root);
        }
        try
        {
            if (FileStatus.Of(root) is not { } status)
                throw new AgentException("NO_SHARE", $"'{share.Path}' of '{share.Name}' cannot be looked at.");
            var book = new RuleBook(share, accounts);
            return new CheckedTree(share, root, status.Identity, book.Build(OwnRules.Read(share, root), path => TreePath.Exists(root, path)), book.Complaints);
        }
        catch
        {
            _ = Libc.Close(root);
            throw;
        }
    }

    /// <summary>Whether a file lies in the file system of the root.</summary>
    internal bool HasOnItsFileSystem(FileIdentity other) => other.Major == Identity.Major && other.Minor == Identity.Minor;

    public void Dispose() => _ = Libc.Close(Root);
}
