namespace Drover.Kernel.Logs;

/// <summary>One reader of a log that may be on another machine, where each answer may take its time. Not for more than one caller at a time.</summary>
public interface ILog : IDisposable
{
    /// <summary>How the log stands now.</summary>
    /// <exception cref="DroverException">LOG_FAILED: it cannot be read; or what cannot be reached, and why.</exception>
    Task<LogStat> StatAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="ILogReader.Read"/>.</summary>
    Task<LogPiece> ReadAsync(long offset, int most, CancellationToken cancellationToken);

    /// <summary>The same, but where there is nothing it waits until something comes; an empty piece when nothing has come in that time. A machine that is away meanwhile is one from which nothing comes.</summary>
    Task<LogPiece> NextAsync(long offset, int most, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>When the lines of a piece came (<see cref="ILogReader.TimeOf"/>): those that came together as one, the first from the beginning of the piece on.</summary>
    Task<IReadOnlyList<LogTime>> TimesAsync(LogPiece piece, CancellationToken cancellationToken);

    /// <summary>As <see cref="ILogReader.FindTail"/>, <see cref="ILogReader.FindLine"/> and <see cref="ILogReader.FindTime"/>.</summary>
    Task<long?> FindAsync(LogPlace place, CancellationToken cancellationToken);
}
