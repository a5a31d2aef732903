namespace Drover.Agent.Shares.Watching;

/// <summary>Tells where something has happened in trees. What exactly, in which order and how often is not told, because neither way of watching can be relied upon for it: who hears
/// looks how it stands.</summary>
internal interface IChangeSource : IDisposable
{
    /// <summary>The descriptor that can be read when there is something.</summary>
    int Descriptor { get; }

    /// <summary>Begins to watch a tree. Where each directory has a watch of its own, it is added by <see cref="Found"/>.</summary>
    /// <returns>An errno where the tree cannot be watched this way; else 0.</returns>
    int Add(WatchedTree tree);

    /// <summary>A directory was found by a walk, which reads its names next.</summary>
    /// <param name="tree">Its tree.</param>
    /// <param name="descriptor">It, open.</param>
    /// <param name="path">It, as <see cref="BytePath"/> has it.</param>
    /// <returns>An errno where it cannot be watched; else 0.</returns>
    int Found(WatchedTree tree, int descriptor, string path);

    /// <summary>Watches a tree no more.</summary>
    void Remove(WatchedTree tree);

    /// <summary>How many directories of a tree have watches of their own.</summary>
    int Directories(WatchedTree tree);

    /// <summary>Reads what there is, as much as fits; false when there is nothing.</summary>
    bool Read(IChanges changes);
}

/// <summary>Takes what a <see cref="IChangeSource"/> tells.</summary>
internal interface IChanges
{
    /// <summary>Something has happened to an entry.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="path">The entry; empty for the root.</param>
    /// <param name="whole">Whether all that lies below it may have come with it.</param>
    /// <param name="process">Who did it; 0 when that is not told.</param>
    void Changed(WatchedTree tree, string path, bool whole, int process);

    /// <summary>Something was lost: any entry of any tree of the source may have changed.</summary>
    void Lost(IChangeSource source);

    /// <summary>Directories were moved or removed: a root may be gone.</summary>
    void Moved();
}
