using Drover.Kernel.Logs;
using Google.Protobuf;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Translation;

/// <summary>What is asked and answered about logs, as messages.</summary>
public static class LogTranslation
{
    /// <summary>How a log stands, as a message.</summary>
    public static P.LogStat ToMessage(this LogStat stat) => new() { Name = stat.Name, First = stat.First, End = stat.End, Changed = stat.Changed.Microseconds };

    /// <summary>How the log of a message stands.</summary>
    public static LogStat ToStat(this P.LogStat stat) => new(stat.Name, stat.First, stat.End, new Timestamp(stat.Changed));

    /// <summary>A place as a message.</summary>
    public static P.FindLog ToMessage(this LogPlace place) => new() { Kind = (int)place.Kind, Value = place.Value };

    /// <summary>The place of a message.</summary>
    public static LogPlace ToPlace(this P.FindLog find) => new((LogPlaceKind)find.Kind, find.Value);

    /// <summary>A piece as a message.</summary>
    public static P.LogPiece ToMessage(this LogPiece piece) =>
        new() { Offset = piece.Offset, Bytes = ByteString.CopyFrom(piece.Bytes.Span), Skipped = piece.Skipped, Restarted = piece.Restarted };

    /// <summary>The piece of a message.</summary>
    public static LogPiece ToPiece(this P.LogPiece piece) => new(piece.Offset, piece.Bytes.Memory, piece.Skipped, piece.Restarted);

    /// <summary>Times as a message.</summary>
    public static P.LogTimes ToMessage(this IReadOnlyList<LogTime> times)
    {
        var message = new P.LogTimes();
        foreach (var (offset, time) in times)
        {
            var one = new P.LogTime { Offset = offset };
            if (time is { } known)
                one.Time = known.Microseconds;
            message.Times.Add(one);
        }
        return message;
    }

    /// <summary>The times of a message.</summary>
    public static IReadOnlyList<LogTime> ToTimes(this P.LogTimes times) => [.. times.Times.Select(one => new LogTime(one.Offset, one.HasTime ? new Timestamp(one.Time) : null))];
}
