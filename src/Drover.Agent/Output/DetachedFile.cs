using System.Globalization;
using Drover.Agent.Native;

namespace Drover.Agent.Output;

/// <summary>A log that somebody moved away or removed while processes have it open. What they write from then on is carried over to the file that has the name now, and taken out of this
/// one; what was in it before is left to whoever moved it.</summary>
internal sealed class DetachedFile : IDisposable
{
    /// <summary>Attribute of a file that was moved away: where what is carried over begins.</summary>
    private const string Name = "user.drover.moved";

    private readonly CapturedFile _file;
    private readonly long _front;
    private long _next;

    private DetachedFile(CapturedFile file, long front, long next) => (_file, _front, _next) = (file, front, next);

    /// <summary>What writes to it.</summary>
    internal HashSet<string> Writers { get; } = new(StringComparer.Ordinal);

    internal FileIdentity Identity => _file.Identity;

    /// <summary>Bytes that are still to be carried over.</summary>
    internal long Held => Math.Max(0, _file.End - _next);

    /// <summary>Carries over from its end on.</summary>
    internal static DetachedFile Of(CapturedFile file)
    {
        var end = file.End;
        file.SetAttribute(Name, end.ToString(CultureInfo.InvariantCulture));
        return new DetachedFile(file, end, end);
    }

    /// <summary>Goes on where an earlier daemon was: what it had carried over is a hole, save less than two blocks, which come twice.</summary>
    internal static DetachedFile Resume(CapturedFile file)
    {
        if (file.Attribute(Name) is not { } kept || !long.TryParse(kept, NumberStyles.None, CultureInfo.InvariantCulture, out var front))
            return Of(file);
        var block = (front + CapturedFile.Block - 1) / CapturedFile.Block * CapturedFile.Block;
        var end = file.End;
        return new DetachedFile(file, front, file.FirstData(block, end) is var first && first > block ? first : Math.Min(front, end));
    }

    /// <summary>Carries over what has come.</summary>
    /// <param name="to">The file that has the name now.</param>
    /// <param name="most">Of more than so many bytes only the last.</param>
    internal void CarryOver(CapturedFile to, long most)
    {
        var end = _file.End;
        _next = Math.Max(Math.Min(_next, end), end - most);
        _next += to.Append(_file, _next, end - _next);
        // Of one without a name nobody keeps the beginning, or sees how long it looks.
        if (_file.HasName)
            _next -= _file.CutOut(_front, _next);
        else
            _file.CutFront(_next / CapturedFile.Block * CapturedFile.Block);
    }

    /// <summary>A file that has come back to its name is no moved one any more.</summary>
    internal static void Return(CapturedFile file)
    {
        if (file.Attribute(Name) is { Length: > 0 })
            file.SetAttribute(Name, "");
    }

    public void Dispose() => _file.Dispose();
}
