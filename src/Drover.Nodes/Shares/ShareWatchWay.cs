namespace Drover.Nodes.Shares;

/// <summary>How a tree is watched.</summary>
public enum ShareWatchWay
{
    /// <summary>By fanotify(7) where the file system can have it, else by inotify(7).</summary>
    Best,

    /// <summary>By fanotify: one mark for the whole file system.</summary>
    Fanotify,

    /// <summary>By inotify: one watch for each directory.</summary>
    Inotify,
}
