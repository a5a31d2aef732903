using System.Text;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Control;

/// <summary>One message, from its frames to what is done with it.</summary>
internal sealed partial class ControlThread
{
    private const int ThisProtocol = 3;
    private const int Identity = 0, Action = 1, JobId = 2, Version = 2, Errors = 3, PackageVersion = 3, Description = 4;

    private static ReadOnlySpan<byte> UserId => "User-Id\0"u8;

    private void Take()
    {
        if (Judge() is { } reason)
            Drop(reason);
    }

    /// <summary>Does what the message asks for.</summary>
    /// <returns>Why it is dropped instead; null when it is not.</returns>
    private DropReason? Judge()
    {
        var identity = _frames[Identity];
        if (_frames.Count <= Action)
            return DropReason.TooFewFrames;
        var action = _frames[Action];
        if (!Workers.TryFind(identity, out var contact))
        {
            if (!WorkerName.IsValid(identity))
                return DropReason.BadName;
            if (identity.SequenceEqual("lava-logs"u8))
                return JudgeLogs(identity, action);
        }
        if (action.SequenceEqual("PING"u8))
            return Admit(identity, ref contact) ?? Ping(contact!);
        if (action.SequenceEqual("END"u8))
            return JudgeEnd(identity, contact);
        if (action.SequenceEqual("START_OK"u8))
            return JudgeStartOk(identity, contact);
        if (action.SequenceEqual("HELLO"u8))
            return JudgeHello(identity, contact, isRetry: false);
        return action.SequenceEqual("HELLO_RETRY"u8) ? JudgeHello(identity, contact, isRetry: true) : DropReason.UnknownAction;
    }

    private DropReason? Ping(WorkerContact contact)
    {
        // Counted first: who has his answer finds himself in the table.
        var before = contact.Hear(_now);
        Send(contact.Identity, _pong);
        if (before != Contact.Known)
            _batch.Add(new WorkerMessage.Ping(contact.Name, before));
        return null;
    }

    private DropReason? JudgeLogs(ReadOnlySpan<byte> identity, ReadOnlySpan<byte> action)
    {
        if (!action.SequenceEqual("PING"u8))
            return DropReason.ReservedName;
        if (_guard is { } guard && !guard.Keys.Contains(Encoding.ASCII.GetString(_frames.Property(Action, UserId))))
            return DropReason.KeyOfAnother;
        Send(identity, _pong);
        return null;
    }

    private DropReason? JudgeHello(ReadOnlySpan<byte> identity, WorkerContact? contact, bool isRetry)
    {
        if (_frames.Count <= Version || !WorkerFrames.TryNumber(_frames[Version], out var version))
            return DropReason.BadVersion;
        if (version != ThisProtocol)
        {
            var worker = NameOf(identity);
            if (_lines.IsDue($"{worker} speaks {version}", out var leftOut))
                LavaLog.OtherProtocol(Log, worker, Encoding.ASCII.GetString(_frames[Version]), leftOut);
            return DropReason.OtherVersion;
        }
        if (Admit(identity, ref contact) is { } refused)
            return refused;
        var before = contact!.Hear(_now);
        Send(contact.Identity, _helloOk);
        _batch.Add(new WorkerMessage.Hello(contact.Name, before, _frames.Count > PackageVersion ? WorkerFrames.PackageVersion(_frames[PackageVersion]) : null, isRetry));
        return null;
    }

    private DropReason? JudgeStartOk(ReadOnlySpan<byte> identity, WorkerContact? contact)
    {
        if (_frames.Count <= JobId)
            return DropReason.TooFewFrames;
        if (!WorkerFrames.TryJobId(_frames[JobId], out var id))
            return DropReason.BadJobId;
        if (Admit(identity, ref contact) is { } refused)
            return refused;
        _batch.Add(new WorkerMessage.StartOk(contact!.Name, contact.State, id));
        return null;
    }

    private DropReason? JudgeEnd(ReadOnlySpan<byte> identity, WorkerContact? contact)
    {
        if (_frames.Count <= Description)
            return DropReason.TooFewFrames;
        if (!WorkerFrames.TryJobId(_frames[JobId], out var id))
            return DropReason.BadJobId;
        if (Admit(identity, ref contact) is { } refused)
            return refused;
        var description = _frames[Description];
        // A job's standard error may be anything, and an END that is dropped would come again for ever: what is no UTF-8 is replaced.
        _batch.Add(new WorkerMessage.End(contact!.Name, contact.State, id, Encoding.UTF8.GetString(_frames[Errors]), description.ToArray()));
        _batchBytes += description.Length + _frames[Errors].Length;
        return null;
    }

    /// <summary>Whether this connection may speak in this name, which is entered when it is new.</summary>
    private DropReason? Admit(ReadOnlySpan<byte> identity, ref WorkerContact? contact)
    {
        if (contact is null)
        {
            if (!_events.Admits(Encoding.UTF8.GetString(identity)))
                return DropReason.NotAdmitted;
            if (_guard is { } known && !known.Keys.Allows(Encoding.ASCII.GetString(_frames.Property(Action, UserId)), Encoding.UTF8.GetString(identity)))
                return KeyOfAnother(identity);
            contact = Workers.Add(identity);
            return contact is null ? DropReason.TooManyWorkers : null;
        }
        return _guard is { } guard && !contact.Allows(_frames.Property(Action, UserId), guard.Keys) ? KeyOfAnother(identity) : null;
    }

    private DropReason KeyOfAnother(ReadOnlySpan<byte> identity)
    {
        var worker = NameOf(identity);
        if (_lines.IsDue($"{worker} by key", out var before))
            LavaLog.KeyOfAnother(Log, worker, Encoding.ASCII.GetString(_frames.Property(Action, UserId)), before);
        return DropReason.KeyOfAnother;
    }

    private void Drop(DropReason reason)
    {
        Dropped.Add(reason);
        if (Log.IsEnabled(LogLevel.Debug))
            LavaLog.Dropped(Log, NameOf(_frames[Identity]), reason);
    }
}
