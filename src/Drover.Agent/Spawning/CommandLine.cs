using System.Text;

namespace Drover.Agent;

/// <summary>A program and its words, byte for byte: a command need not be UTF-8.</summary>
public sealed record CommandLine
{
    private CommandLine(string text, IReadOnlyList<ReadOnlyMemory<byte>> words) => (Text, Words) = (text, words);

    /// <summary>The command for people.</summary>
    public string Text { get; }

    /// <summary>What is executed: the program, looked up in PATH if it holds no slash, and its words, each without an ending zero.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Words { get; }

    /// <summary>Takes words as they are, in UTF-8.</summary>
    public static CommandLine Of(params IReadOnlyList<string> words) =>
        new(string.Join(' ', words), [.. words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))]);

    /// <summary>Takes bytes as they are.</summary>
    /// <param name="text">The command for people.</param>
    /// <param name="words">What is executed.</param>
    public static CommandLine OfBytes(string text, IReadOnlyList<ReadOnlyMemory<byte>> words) => new(text, words);
}
