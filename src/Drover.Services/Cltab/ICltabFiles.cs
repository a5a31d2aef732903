namespace Drover.Services.Cltab;

/// <summary>The looks at the file system that reading a cltab takes.</summary>
public interface ICltabFiles
{
    /// <summary>
    /// Opens the file, looks at what was opened (not at its name, which may change in between), reads it, and looks again. A file longer than
    /// <paramref name="limit"/> bytes, or one that is no regular file, comes without content.
    /// </summary>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    CltabFileFacts Read(string path, int limit);

    /// <summary>Looks at a directory and lists it. What is none comes without names.</summary>
    /// <exception cref="IOException">It is missing or cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be listed.</exception>
    CltabDirectoryFacts List(string directory);
}
