using System.Collections.Immutable;
using Drover.Agent.Accounts.Files;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Reading;

/// <summary>What is wrong with the account files, as far as it is told.</summary>
internal sealed class ProblemList(AccountFiles files, int most)
{
    private readonly List<AccountProblem> _problems = [];
    private int _more;

    /// <summary>In the order of files and lines; where there are too many, the last one says how many more.</summary>
    public ImmutableArray<AccountProblem> All
    {
        get
        {
            var told = _problems.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line);
            return _more == 0 ? [.. told] : [.. told, new AccountProblem(files.Directory, 0, $"{_more} more problems are not told")];
        }
    }

    public void Add(AccountFile file, int line, string text)
    {
        if (_problems.Count < most)
            _problems.Add(new AccountProblem(files.PathOf(file), line, text));
        else
            _more++;
    }
}
