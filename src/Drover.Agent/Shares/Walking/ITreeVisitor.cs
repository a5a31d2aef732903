namespace Drover.Agent.Shares.Walking;

/// <summary>Looks at what a walk meets. Directories come before what lies in them.</summary>
internal unsafe interface ITreeVisitor
{
    /// <summary>A directory, before its names are read.</summary>
    /// <param name="descriptor">It, open for reading.</param>
    /// <param name="name">Its name, without zero; empty for the root.</param>
    /// <param name="depth">How deep it lies; 0 is the root.</param>
    /// <param name="again">Whether an earlier piece of the walk has entered it, and this one only goes on in it.</param>
    /// <returns>Whether the walk goes into it.</returns>
    bool Enter(int descriptor, ReadOnlySpan<byte> name, int depth, bool again);

    /// <summary>An entry that is no directory.</summary>
    /// <param name="directory">The directory that it lies in.</param>
    /// <param name="name">Its name, with a closing zero.</param>
    /// <param name="depth">How deep its directory lies.</param>
    void Meet(int directory, byte* name, int depth);

    /// <summary>An entry that could not be opened or read.</summary>
    /// <param name="name">Its name, without zero.</param>
    /// <param name="depth">How deep its directory lies.</param>
    /// <param name="error">Why: an errno; 0 when it lies too deep.</param>
    void Fail(ReadOnlySpan<byte> name, int depth, int error);
}
