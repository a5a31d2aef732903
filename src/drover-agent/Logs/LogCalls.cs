using Drover.Kernel.Logs;
using Drover.Nodes;
using Drover.NodeWire.Translation;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.Logs;

/// <summary>Answers questions of masters about logs. A reader that asks again finds its file as it left it, also when another one has its name now.</summary>
/// <param name="node">This node.</param>
internal sealed class LogCalls(INode node)
{
    /// <summary>Files that are open for readers at most: of more, the one that has been left alone longest is closed.</summary>
    private const int MostOpen = 64;

    /// <summary>Most bytes of an answer.</summary>
    private const int MostBytes = 1 << 20;

    private static readonly TimeSpan s_longestPatience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly LinkedList<(long Reader, string Name, ILog Log)> _open = new();

    /// <summary>All logs.</summary>
    public async Task<P.LogList> ListAsync(CancellationToken cancellationToken)
    {
        var list = new P.LogList();
        list.Logs.AddRange((await node.Logs.ListAsync(cancellationToken)).Select(log => log.ToMessage()));
        return list;
    }

    /// <summary>The answer to a question about one.</summary>
    public async Task<P.LogAnswer> ReadAsync(P.ReadLog question, CancellationToken cancellationToken)
    {
        if ((Take(question) ?? await node.Logs.OpenAsync(question.Name, cancellationToken)) is not { } log)
            return new P.LogAnswer { Unknown = true };
        try
        {
            var answer = await AnswerAsync(log, question, cancellationToken);
            Keep(question, log);
            return answer;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    private static async Task<P.LogAnswer> AnswerAsync(ILog log, P.ReadLog question, CancellationToken cancellationToken)
    {
        switch (question.KindCase)
        {
            case P.ReadLog.KindOneofCase.Find:
                var found = new P.LogOffset();
                if (await log.FindAsync(question.Find.ToPlace(), cancellationToken) is { } offset)
                    found.Offset = offset;
                return new P.LogAnswer { Offset = found };
            case P.ReadLog.KindOneofCase.Piece:
                var (most, patience) = (Math.Clamp(question.Piece.Most, 1, MostBytes), TimeSpan.FromMicroseconds(question.Piece.Patience));
                var piece = patience <= TimeSpan.Zero ? await log.ReadAsync(question.Piece.Offset, most, cancellationToken)
                    : await log.NextAsync(question.Piece.Offset, most, patience < s_longestPatience ? patience : s_longestPatience, cancellationToken);
                return new P.LogAnswer { Piece = piece.ToMessage() };
            case P.ReadLog.KindOneofCase.Times:
                var lines = await log.ReadAsync(question.Times.Offset, Math.Clamp(question.Times.Length, 1, MostBytes), cancellationToken);
                return new P.LogAnswer { Times = (await log.TimesAsync(lines, cancellationToken)).ToMessage() };
            default:
                return new P.LogAnswer { Stat = (await log.StatAsync(cancellationToken)).ToMessage() };
        }
    }

    /// <summary>The file of a reader, which is its own until it is kept again; null when it has none open.</summary>
    private ILog? Take(P.ReadLog question)
    {
        lock (_gate)
            for (var kept = _open.First; kept is not null; kept = kept.Next)
                if (kept.Value.Reader == question.Reader && kept.Value.Name == question.Name)
                {
                    _open.Remove(kept);
                    return kept.Value.Log;
                }
        return null;
    }

    private void Keep(P.ReadLog question, ILog log)
    {
        ILog? closed = null;
        lock (_gate)
        {
            _open.AddLast((question.Reader, question.Name, log));
            if (_open.Count > MostOpen)
            {
                closed = _open.First!.Value.Log;
                _open.RemoveFirst();
            }
        }
        closed?.Dispose();
    }
}
