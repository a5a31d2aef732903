using Drover.Agent.Native;
using Drover.Agent.Shares.Rules;
using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Checking;

/// <summary>A tree that is to be looked at: its root, open, and its rules.</summary>
internal sealed class CheckedTree : IDisposable
{
    private readonly IAccountNumbers _accounts;
    private ShareRules? _own;

    private CheckedTree(ShareSpec share, int root, FileIdentity identity, IAccountNumbers accounts)
    {
        (Share, Root, Identity, _accounts) = (share, root, identity, accounts);
        ReadRules();
    }

    internal ShareSpec Share { get; }

    /// <summary>Descriptor of its root.</summary>
    internal int Root { get; }

    /// <summary>Which directory its root is.</summary>
    internal FileIdentity Identity { get; }

    internal RuleNode Rules { get; private set; } = null!;

    /// <summary>Lines of rule files that do not count.</summary>
    internal IReadOnlyList<RuleComplaint> Complaints { get; private set; } = [];

    /// <summary>Whether its root is still where it is to be.</summary>
    internal bool IsThere => FileStatus.Of(Share.Path)?.Identity == Identity;

    /// <summary>Whether its own rule file is as it was when the rules were read.</summary>
    internal bool HasItsRules => OwnRules.Read(Share, Root) == _own;

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
            return FileStatus.Of(root) is { } status ? new CheckedTree(share, root, status.Identity, accounts)
                : throw new AgentException("NO_SHARE", $"'{share.Path}' of '{share.Name}' cannot be looked at: {Errno.Text(Errno.Last)}.", Errno.Last);
        }
        catch
        {
            _ = Libc.Close(root);
            throw;
        }
    }

    /// <summary>Reads the rules anew: its rule file may have changed, and what it names may have come or gone.</summary>
    internal void ReadRules()
    {
        var book = new RuleBook(Share, _accounts);
        _own = OwnRules.Read(Share, Root);
        (Rules, Complaints) = (book.Build(_own, path => TreePath.Exists(Root, path)), book.Complaints);
    }

    /// <summary>Whether a file lies in the file system of the root.</summary>
    internal bool HasOnItsFileSystem(FileIdentity other) => other.Major == Identity.Major && other.Minor == Identity.Minor;

    public void Dispose() => _ = Libc.Close(Root);
}
