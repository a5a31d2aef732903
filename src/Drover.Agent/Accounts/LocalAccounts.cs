using System.Collections.Immutable;
using Drover.Agent.Accounts.Files;
using Drover.Agent.Accounts.Locks;
using Drover.Agent.Accounts.Planning;
using Drover.Agent.Accounts.Reading;
using Drover.Agent.Accounts.Watching;
using Drover.Agent.Accounts.Writing;
using Drover.Agent.Telling;
using Drover.Nodes;
using Drover.Nodes.Accounts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Agent.Accounts;

/// <summary>The accounts of this machine, in its account files, beside the tools that change them too.</summary>
public sealed class LocalAccounts : INodeAccounts, IAsyncDisposable
{
    private const int AnswersKept = 256;

    private readonly AccountOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly AccountFiles _files;
    private readonly WriteRecord _record;
    private readonly AccountWriter _writer;
    private readonly IAccountFaults? _faults;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Latest<AccountsView> _views = new();
    private readonly Queue<(CommandKey Key, AccountAnswer Answer)> _answered = new();
    private readonly AccountWatch _watch;
    private readonly CancellationTokenSource _ending = new();
    private FileContents _known = new();
    private Task _looking = Task.CompletedTask;
    private long _term;
    private bool _isEnding;

    /// <param name="options">Where the files are, and the rules.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logging">Takes lines about what happens; null where nobody does.</param>
    public LocalAccounts(AccountOptions options, TimeProvider clock, ILoggerFactory? logging = null) : this(options, clock, logging, null)
    {
    }

    internal LocalAccounts(AccountOptions options, TimeProvider clock, ILoggerFactory? logging, IAccountFaults? faults)
    {
        (_options, _clock, _faults) = (options, clock, faults);
        _log = (logging ?? NullLoggerFactory.Instance).CreateLogger(AccountsLog.Category);
        _files = new AccountFiles(options);
        _record = new WriteRecord(options.RecordFile);
        _writer = new AccountWriter(_files, _record, faults);
        _watch = new AccountWatch(_files, options.SettleTime, clock, BeginLook);
        _views.Tell(AccountsView.None);
    }

    /// <inheritdoc/>
    public AccountsView View => _views.Value!;

    /// <summary>Completes what a crash has cut off, reads the files, and looks after them from then on.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_record.IsThere)
        {
            try
            {
                using var locks = await TakeAsync(cancellationToken);
            }
            catch (AccountException e)
            {
                AccountsLog.NotCompleted(_log, e.Message);
            }
        }
        if (_watch.Start() is { } problem)
            AccountsLog.NotWatched(_log, problem);
        await LookAsync(isFirst: true, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<AccountsView> ViewAfterAsync(long version, CancellationToken cancellationToken)
    {
        for (var times = 0L; ; )
        {
            if (View is var view && view.Version > version)
                return view;
            times = await _views.AfterAsync(times, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<AccountAnswer> PlanAsync(IReadOnlyList<AccountChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(new AccountAnswer([.. Plan(_files.Read(), changes).Lines()], null));
        }
        catch (AccountException e)
        {
            return Task.FromResult(new AccountAnswer([], e.Refusal));
        }
    }

    /// <inheritdoc/>
    public async Task<AccountAnswer> ChangeAsync(NodeCommand command, IReadOnlyList<AccountChange> changes, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (command.Term < _term)
                return new AccountAnswer([], new AccountRefusal(AccountRefusalKind.StaleTerm, "another master gives the orders now; ask that one"));
            _term = command.Term;
            if (_answered.FirstOrDefault(each => each.Key == command.Key) is { Answer: { } before })
                return before;
            var answer = await ChangeInTurnAsync(changes, cancellationToken);
            if (_answered.Count == AnswersKept)
                _answered.Dequeue();
            _answered.Enqueue((command.Key, answer));
            return answer;
        }
        catch (AccountException e)
        {
            return new AccountAnswer([], e.Refusal);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        await _ending.CancelAsync();
        Task looking;
        lock (_views)
            (_isEnding, looking) = (true, _looking);
        await looking;
        _views.End();
        _ending.Dispose();
        _gate.Dispose();
    }

    private async Task<AccountAnswer> ChangeInTurnAsync(IReadOnlyList<AccountChange> changes, CancellationToken cancellationToken)
    {
        // What cannot be done is refused before anybody is kept waiting.
        _ = Plan(_files.Read(), changes);
        using var locks = await TakeAsync(cancellationToken);
        _faults?.At(AccountStep.Locked);
        var before = _files.Read();
        var book = Plan(before, changes);
        var files = book.Changed();
        if (files.Count > 0)
        {
            await locks.LockAsync(files.Where(file => file != AccountFile.Descriptions).Select(_files.PathOf), _options.LockTime, _clock, cancellationToken);
            if (!_files.Are(before))
                throw new AccountException(AccountRefusalKind.Busy, "the files were changed by a program that takes no locks: try again");
            _faults?.At(AccountStep.FilesLocked);
            // From here on nothing waits and nothing is given up.
            _writer.Write(before, [.. files.Select(file => (file, book[file]!.ToBytes()))]);
            // What others did before this turn is told as theirs.
            Take(before, isOutside: true);
            Take(_files.Read(), isOutside: false);
        }
        return new AccountAnswer([.. book.Lines()], null);
    }

    private AccountBook Plan(FileContents contents, IReadOnlyList<AccountChange> changes)
    {
        var book = new AccountBook(_files, contents);
        var planner = new AccountPlanner(book, _options, _clock);
        foreach (var change in changes)
            planner.Make(change);
        return book;
    }

    /// <summary>Takes the lock that all tools take, and completes under it what a crash has cut off.</summary>
    private async Task<AccountLocks> TakeAsync(CancellationToken cancellationToken)
    {
        var locks = await AccountLocks.TakeAsync(_files, _options.LockTime, _clock, cancellationToken);
        try
        {
            if (_record.IsThere)
            {
                await locks.LockAsync(AccountFiles.All.Where(file => file != AccountFile.Descriptions && File.Exists(_files.PathOf(file))).Select(_files.PathOf), _options.LockTime, _clock, cancellationToken);
                if (_writer.Complete() is { } completed)
                    AccountsLog.Completed(_log, string.Join(", ", completed.Select(_files.PathOf)));
                else
                    AccountsLog.LeftIncomplete(_log);
                locks.GiveFilesBack();
            }
            return locks;
        }
        catch
        {
            locks.Dispose();
            throw;
        }
    }

    private void BeginLook()
    {
        lock (_views)
            if (!_isEnding)
                _looking = Task.WhenAll(_looking, LookAsync(isFirst: false, _ending.Token));
    }

    private async Task LookAsync(bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            await _gate.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!isFirst)
        {
            return;
        }
        try
        {
            if (isFirst || !_files.Are(_known))
                Take(_files.Read(), isOutside: !isFirst);
        }
        catch (AccountException e)
        {
            if (View.Failure != e.Message)
            {
                AccountsLog.NotRead(_log, e.Message);
                _views.Tell(View with { Version = View.Version + 1, Failure = e.Message });
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes what was read what is known, and tells it unless it holds the same.</summary>
    private void Take(FileContents contents, bool isOutside)
    {
        var (before, view) = (_known, View);
        _known = contents;
        if (view.Version > 0 && view.Failure is null && contents.HoldTheSame(before))
            return;
        var now = AccountReading.Read(_files, contents, _options) with { Version = view.Version + 1 };
        ImmutableArray<OutsideChange> outside = view.Outside;
        if (isOutside && view.Version > 0)
        {
            var changes = ViewDifference.Between(view, now, PasswordMarks.Between(before, contents)).ToList();
            outside = [.. outside.Concat(changes).TakeLast(_options.OutsideKept)];
            foreach (var change in changes.Where(_ => _log.IsEnabled(LogLevel.Information)))
                AccountsLog.Outside(_log, change.What, change.Name, change.Kind, Words(change));
        }
        foreach (var problem in now.Problems.Except(view.Problems).Where(_ => _log.IsEnabled(LogLevel.Warning)))
            AccountsLog.Problem(_log, problem.ToString());
        _views.Tell(now with { Outside = outside });
    }

    private static string Words(OutsideChange change) => change switch
    {
        { Field: null } => change.Before ?? change.After ?? "",
        { Before: null, After: null } => change.Field,
        _ => $"{change.Field} '{change.Before}' is '{change.After}'",
    };
}
