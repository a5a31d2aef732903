using System.Runtime.CompilerServices;
using Drover.Jinja.Expressions;
using Drover.Jinja.Rendering;

namespace Drover.Jinja.Syntax;

/// <summary>Reads a template: text, output and tags.</summary>
internal sealed partial class TemplateParser
{
    private static readonly Dictionary<string, string> s_refused = new()
    {
        ["macro"] = "Macros ('macro')", ["call"] = "Calls of macros ('call')", ["import"] = "Imports ('import')", ["from"] = "Imports ('from ... import')",
        ["autoescape"] = "Sections with 'autoescape'", ["do"] = "Statements with 'do'", ["trans"] = "Translations ('trans')", ["break"] = "'break'", ["continue"] = "'continue'", ["debug"] = "'debug'",
    };

    private readonly NameRecorder _names = new();
    private readonly List<Block> _blocks = [];
    private readonly Stack<Opened> _open = new();
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;

    private TemplateParser(string name, string source)
    {
        _tokens = new TokenStream(name, Lexer.Cut(name, source));
        _expressions = new ExpressionParser(_tokens, _names);
    }

    /// <exception cref="TemplateException">It is no template of ours.</exception>
    public static Template Parse(string name, string source)
    {
        try
        {
            return new TemplateParser(name, source).Run(name, source);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new TemplateException(name, 1, "Expressions or tags stand too deep in one another.");
        }
    }

    private Template Run(string name, string source)
    {
        var statements = Statements();
        _names.Scope.Settle();
        return new Template(name, source, new Body(statements, _names.Scope), _blocks);
    }

    // Up to a tag of the given names, which stays, or to the end of the template when none is given.
    private List<Statement> Statements(params string[] ends)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var statements = new List<Statement>();
        while (true)
        {
            var place = _tokens.Place;
            switch (_tokens.Current.Kind)
            {
                case TokenKind.Data:
                    statements.Add(new TextOutput(place, _tokens.Take().Text));
                    break;
                case TokenKind.OutputBegin:
                    _tokens.Take();
                    statements.Add(new ExpressionOutput(place, _expressions.Tuple()));
                    _tokens.Expect(TokenKind.OutputEnd, "'}}'");
                    break;
                case TokenKind.End:
                    return ends.Length == 0 ? statements : throw place.Fault(
                        $"The template ends within '{_open.Peek().Tag}' of line {_open.Peek().Line}; {Listed(ends)} is missing.");
                default:
                    if (ends.Contains(_tokens.Following.Text) && _tokens.Following.Kind == TokenKind.Name)
                    {
                        _tokens.Take();
                        return statements;
                    }
                    _tokens.Take();
                    statements.AddRange(Tag(place));
                    break;
            }
        }
    }

    private List<Statement> Tag(Place place)
    {
        var tag = _tokens.Expect(TokenKind.Name, "the name of a tag").Text;
        _open.Push(new Opened(tag, place.Line));
        var statement = tag switch
        {
            "if" => If(place),
            "for" => For(place),
            "set" => Set(place),
            "block" => BlockTag(place),
            "extends" => Extends(place),
            "include" => Include(place),
            "filter" => FilterTag(place),
            "with" => With(place),
            _ => null,
        };
        List<Statement> statements = statement is not null ? [statement] : tag == "print" ? Print(place) : throw place.Fault(
            s_refused.TryGetValue(tag, out var refused) ? $"{refused} are not supported in templates here."
            : tag.StartsWith("end", StringComparison.Ordinal) || tag is "else" or "elif" ? $"'{tag}' closes nothing that is open here."
            : $"There is no tag '{tag}'.");
        _tokens.Expect(TokenKind.TagEnd, "'%}'");
        _open.Pop();
        return statements;
    }

    private Condition If(Place place)
    {
        var ways = new List<KeyValuePair<Expression, IReadOnlyList<Statement>>>();
        IReadOnlyList<Statement> otherwise = [];
        _names.Conditions++;
        var body = Way(ways);
        // What the conditions after the first one read belongs to the second of the three ways.
        _names.Scope.BeginBranch();
        while (_tokens.Current.IsName("elif"))
        {
            _tokens.Take();
            _names.Scope.Branches(Way(ways), [], []);
        }
        var others = _names.Scope.EndBranch();
        _names.Scope.BeginBranch();
        if (_tokens.TrySkipName("else"))
        {
            EndTag();
            otherwise = Statements("endif");
        }
        var last = _names.Scope.EndBranch();
        _names.Scope.Branches(body, others, last);
        _names.Conditions--;
        _tokens.Take();
        return new Condition(place, ways, otherwise);
    }

    private List<ScopeNames.Use> Way(List<KeyValuePair<Expression, IReadOnlyList<Statement>>> ways)
    {
        var condition = _expressions.Tuple(mayChoose: false);
        EndTag();
        _names.Scope.BeginBranch();
        ways.Add(new(condition, Statements("elif", "else", "endif")));
        return _names.Scope.EndBranch();
    }

    private Loop For(Place place)
    {
        var target = _names.InLoop(() => Target(isTuple: true)).Body;
        if (!_tokens.TrySkipName("in"))
            throw _tokens.Unexpected("'in'");
        var items = _expressions.Tuple(mayChoose: false, end: "recursive");
        LoopFilter? filter = null;
        if (_tokens.TrySkipName("if"))
        {
            var names = ScopeWith(target);
            filter = new LoopFilter(_names.In(names, _expressions.Expression), names);
        }
        if (_tokens.Current.IsName("recursive"))
            throw _tokens.Place.Fault("Recursive loops ('for ... recursive') are not supported in templates here.");
        EndTag();
        var inner = ScopeWith(target);
        var (body, isLoopUsed) = _names.InLoop(() => _names.In(inner, () => Statements("endfor", "else")));
        var otherwise = new Body([], _names.Scope.Inner());
        if (_tokens.Take().Text == "else")
        {
            EndTag();
            otherwise = new Body(_names.In(otherwise.Names, () => Statements("endfor")), otherwise.Names);
            _tokens.Take();
        }
        return new Loop(place, target, items, filter, new Body(body, inner), otherwise, isLoopUsed);
    }

    private ScopeNames ScopeWith(Target target)
    {
        var scope = _names.Scope.Inner();
        foreach (var name in target.Names)
            scope.Set(name);
        return scope;
    }

    private void EndTag()
    {
        // As Python writes it; Jinja2 lets it pass.
        _tokens.TrySkipOperator(":");
        _tokens.Expect(TokenKind.TagEnd, "'%}'");
    }

    private List<Statement> Print(Place place)
    {
        var statements = new List<Statement>();
        while (_tokens.Current.Kind != TokenKind.TagEnd)
        {
            if (statements.Count > 0)
                _tokens.ExpectOperator(",");
            statements.Add(new ExpressionOutput(place, _expressions.Expression()));
        }
        return statements;
    }

    private static string Listed(string[] names) => string.Join(" or ", names.Select(name => $"'{name}'"));

    private readonly record struct Opened(string Tag, int Line);
}
