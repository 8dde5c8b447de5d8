/// The style of every page: light and dark, from 400 pixels up, on screens and on paper.
///
/// Text has a contrast of at least 4.5 to 1 in both themes (WCAG 2.2, 1.4.3). No colour stands without a word.
enum HTMLStyle {
  /// The text of the `style` element.
  static let text = #"""

    :root{color-scheme:light dark;--back:#fff;--panel:#f4f6f8;--ink:#1a2029;--soft:#525c69;--line:#d5dbe2;
      --fake:#b3261e;--suspect:#875200;--inconclusive:#0b5c96;--real:#176b2e;--exempt:#5a6472;
      --target:#0b57d0;--loopback:#a426b8;--other:#6b7582;--gap:#dfe3e8;--below:#fbeceb;--focus:#0b57d0;
      --mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
    @media (prefers-color-scheme:dark){:root{--back:#0f1419;--panel:#181f27;--ink:#e5eaf0;--soft:#a3afbd;--line:#303a46;
      --fake:#ff8b80;--suspect:#f2b950;--inconclusive:#79bdf5;--real:#62d184;--exempt:#a3afbd;
      --target:#7ab0ff;--loopback:#e58cf5;--other:#98a4b3;--gap:#27303b;--below:#311d1e;--focus:#8ab8ff}}
    *{box-sizing:border-box}
    html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0 auto;max-width:96rem;padding:1rem clamp(1rem,3vw,3rem) 2rem;background:var(--back);color:var(--ink);
      font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;
      overflow-wrap:anywhere}
    h1{font-size:clamp(1.25rem,2.4vw,1.9rem);line-height:1.3;font-weight:500;margin:.25rem 0 1rem;text-wrap:pretty}
    h1 b{display:inline-block;padding:0 .6rem;margin-right:.25rem;border-radius:.35rem;background:var(--v);
      color:var(--back);font-weight:700;letter-spacing:.02em}
    h2{font-size:1.2rem;margin:2.5rem 0 .75rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
    h3{font-size:1rem;font-weight:500;margin:1.25rem 0 .4rem}
    a{color:inherit;text-decoration-color:var(--soft);text-underline-offset:.15em}
    p,ul,ol,dl{margin:.5rem 0}
    code,kbd{font:.875em/1.4 var(--mono)}
    kbd{border:1px solid var(--line);border-radius:.25rem;padding:0 .3rem;background:var(--panel)}
    :focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:.2rem}
    summary:focus-visible{outline-offset:-3px}
    [hidden]{display:none!important}
    .v-fake{--v:var(--fake);--word:"fake"}.v-suspect{--v:var(--suspect);--word:"suspect"}
    .v-inconclusive{--v:var(--inconclusive);--word:"inconclusive"}.v-real{--v:var(--real);--word:"real"}
    .v-exempt{--v:var(--exempt);--word:"exempt"}.failed{--word:"failed"}.skipped{--word:"skipped"}.gone{--word:"gone"}.new{--word:"new"}
    .skip{position:absolute;left:-100vw;background:var(--back);padding:.5rem 1rem}
    .skip:focus{left:.5rem;top:.5rem;z-index:2}
    .run,.next,.keys,.note,figcaption,footer{color:var(--soft);font-size:.9rem}
    .run,.next{margin:.5rem 0}
    .bar{display:block;border-radius:.3rem;background:var(--line)}
    .bar rect{fill:var(--v);stroke:var(--back);stroke-width:1.5}
    .counts{display:flex;flex-wrap:wrap;gap:.25rem 1.75rem;padding:0;list-style:none;color:var(--soft);font-size:.9rem}
    .counts b,.found b,.group h3 b,.linked h3 b{color:var(--v);font-weight:700;white-space:nowrap}
    .counts b::before,.found b::before,.group h3 b::before,.linked h3 b::before{content:"";display:inline-block;width:.65em;height:.65em;
      margin-right:.4em;border-radius:50%;background:var(--v)}
    .figures{display:flex;flex-wrap:wrap;gap:.5rem 3rem;margin:1.25rem 0}
    .figures div{display:flex;flex-direction:column-reverse}
    .figures dt{color:var(--soft);font-size:.85rem}
    .figures dd{margin:0;font-size:clamp(1.5rem,3vw,2.25rem);line-height:1.2;font-weight:600;
      font-variant-numeric:tabular-nums;color:var(--v,var(--ink))}
    .found{padding:0;list-style:none;display:grid;gap:.15rem}
    .found a{display:grid;grid-template-columns:12rem 1fr;gap:0 1rem;padding:.3rem .5rem;border-radius:.3rem;
      text-decoration:none}
    .found a:hover{background:var(--panel)}
    .found a:hover span{text-decoration:underline}
    figure{margin:0}
    svg{display:block;overflow:visible}
    svg text{font:12px system-ui,sans-serif;fill:var(--soft)}
    .strip{position:relative;background:var(--panel);border:1px solid var(--line);border-radius:.4rem;
      padding:.5rem .75rem;margin-bottom:.5rem}
    .strip text[class^=v]{fill:var(--v);font-weight:700}
    .strip path{stroke:var(--v);fill:none;vector-effect:non-scaling-stroke}
    .strip .dots{stroke-width:7;stroke-linecap:round;stroke-opacity:.75}
    #strip .dots{cursor:pointer}
    .strip .few{stroke-width:10}
    .strip .bars{stroke-width:6}
    .tick{stroke:var(--line)}
    .strip .below{fill:var(--below)}
    .strip line.floor{stroke:var(--ink);stroke-dasharray:4 3}
    .strip text.floor{fill:var(--ink);font-weight:600;paint-order:stroke;stroke:var(--panel);stroke-width:4px}
    #strip-tip{position:absolute;pointer-events:none;max-width:min(30rem,90%);padding:.3rem .6rem;border-radius:.3rem;
      background:var(--ink);color:var(--back);font-size:.85rem;z-index:1}
    .scroll{max-height:32rem;overflow:auto;background:var(--panel);border:1px solid var(--line);border-radius:.4rem;
      padding:.25rem .75rem;margin-top:.5rem}
    .chart{overflow:hidden;cursor:pointer;
      background:repeating-linear-gradient(transparent 0 25px,var(--line) 25px 26px)}
    .chart text{font:11px var(--mono);fill:var(--ink);white-space:pre}
    .chart path{stroke:var(--v);stroke-width:9;stroke-opacity:.55;fill:none;vector-effect:non-scaling-stroke}
    .chart .bound{stroke-width:3}
    .chart .gap{fill:var(--gap)}
    .t-target{--v:var(--target)}.t-loopback{--v:var(--loopback)}.t-other{--v:var(--other)}
    .chart path[class^=t],.window path[class^=t]{stroke-width:5;stroke-opacity:1}
    .key::before{content:"";display:inline-block;width:.9em;height:.45em;margin-right:.35em;vertical-align:.1em;
      background:var(--v);border-radius:.1em}
    .key.gap::before{background:var(--gap);outline:1px solid var(--soft)}
    #controls{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:end;padding:.75rem;background:var(--panel);
      border:1px solid var(--line);border-radius:.4rem}
    #controls>label{display:grid;gap:.15rem;font-size:.85rem;color:var(--soft)}
    #controls>label:first-child{flex:1 1 16rem}
    input,select,button{font:inherit;color:inherit;background:var(--back);border:1px solid var(--soft);
      border-radius:.3rem;padding:.35rem .6rem;min-height:2.25rem}
    input[type=search]{width:100%}
    ::placeholder{color:var(--soft);opacity:1}
    input[type=checkbox]{min-height:0;width:1.05rem;height:1.05rem;margin:0;accent-color:var(--v)}
    button{cursor:pointer}
    fieldset{display:flex;flex-wrap:wrap;gap:.25rem 1rem;border:0;padding:0;margin:0;min-width:0}
    legend{padding:0;font-size:.85rem;color:var(--soft)}
    fieldset label{display:flex;gap:.4rem;align-items:center;color:var(--v);font-weight:600;min-height:2.25rem}
    #status{font-weight:600}
    .group ol,#flat{margin:0;padding:0;list-style:none}
    .group li,#flat li{border-bottom:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 2.3rem}
    .group ol{border-top:1px solid var(--line)}
    #list summary{display:grid;grid-template-columns:1.2rem 6.75rem 5.5rem minmax(0,1fr);gap:0 .75rem;align-items:baseline;
      padding:.35rem .25rem;cursor:pointer;list-style:none}
    summary::-webkit-details-marker{display:none}
    #list summary::before,.rule summary::before{content:"▸";color:var(--soft);text-align:center}
    #list [open]>summary::before,.rule[open]>summary::before{content:"▾"}
    #list summary::after{content:var(--word);order:-1;color:var(--v);font-weight:600;font-size:.875rem;grid-column:2;grid-row:1}
    #list summary i{font-style:normal;color:var(--soft);text-align:right;white-space:nowrap;font-size:.875rem;
      font-variant-numeric:tabular-nums;grid-column:3}
    #list summary span{font:.8125rem/1.5 var(--mono);grid-column:4}
    summary:hover{background:var(--panel)}
    details>:not(summary){margin-left:1.95rem}
    .bare[open]::after{content:"The details of this test are not in this page; --format json has them.";
      display:block;margin:.25rem 0 .75rem 1.95rem;color:var(--soft)}
    .facts{font-size:.9rem;color:var(--soft)}
    .facts p{margin:.25rem 0}
    .facts b{color:var(--ink)}
    .window{width:calc(100% - 1.95rem);margin-top:.5rem}
    .window path{stroke:var(--v);stroke-width:14;stroke-opacity:.25;fill:none;vector-effect:non-scaling-stroke}
    .window path[class^=t]{stroke-width:10}
    .turn{font-size:.875rem;margin-block:.25rem}
    table{border-collapse:collapse;width:100%;font-size:.875rem;margin:.5rem 0 1rem}
    .findings{width:calc(100% - 1.95rem);table-layout:fixed}
    .findings thead th:nth-child(1){width:20rem}.findings thead th:nth-child(2){width:3.5rem}
    .findings thead th:nth-child(3){width:4rem}.findings thead th:nth-child(5){width:13rem}
    th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);
      font-weight:400}
    thead th{color:var(--soft);font-size:.8rem;white-space:nowrap}
    .n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
    .findings th[scope=row]{font:.8125rem/1.5 var(--mono)}
    .findings td:last-child{color:var(--soft)}
    .s-fake{--v:var(--fake)}.s-real{--v:var(--real)}.s-skip{--v:var(--soft)}
    .findings td:nth-child(2),.findings td:nth-child(3){color:var(--v);font-weight:600}
    .files code{font-size:.75rem;color:var(--soft)}
    .rule{border-bottom:1px solid var(--line)}
    .rule summary{display:grid;grid-template-columns:1.2rem minmax(0,22rem) minmax(0,1fr);gap:0 .75rem;padding:.35rem .25rem;
      list-style:none;cursor:pointer}
    .rule>:not(summary){max-width:60rem;font-size:.9rem}
    .rule ul{padding-left:1.2rem}
    #sources ul,#gate ul{padding-left:1.2rem}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    .linked h3 b{white-space:normal}
    .linked ul{margin:0;padding:0;list-style:none}
    .linked p{margin:0;color:var(--soft);font-size:.9rem}
    .linked li{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:0 1.5rem;align-items:baseline;
      padding:.2rem 0;border-bottom:1px solid var(--line)}
    .linked li>p{grid-column:2}
    .plot{display:grid;grid-template-columns:3.25rem minmax(0,1fr);gap:0 .5rem;padding:.75rem;background:var(--panel);
      border:1px solid var(--line);border-radius:.4rem;margin-bottom:.5rem}
    .plot p{margin:0;color:var(--soft);font-size:.75rem}
    .axis{display:flex;flex-direction:column;justify-content:space-between;text-align:right;line-height:1}
    .ends{display:flex;justify-content:space-between;font-variant-numeric:tabular-nums}
    .plot .ends{grid-column:2;margin-top:.35rem}
    .plot svg path[class^=v]{fill:var(--v)}
    .plot svg path.halo,.plot svg path.passed{fill:none;stroke:var(--panel);stroke-width:6;vector-effect:non-scaling-stroke}
    .plot svg path.passed{stroke:var(--ink);stroke-width:2.5}
    .hit{fill:transparent}
    .hit:hover{fill:var(--ink);fill-opacity:.12}
    .trend figcaption .key{margin-right:.9rem}
    .key.passed::before{background:var(--ink);height:.2em;vertical-align:.25em}
    .scroll>table{margin:0}
    .shares th[scope=row]{min-width:9rem}
    .shares p{margin:0}
    .shares tbody>tr>*{vertical-align:middle}
    .shares .none{color:var(--soft)}
    .shares td[class*=v-],.past td[class^=v],.sides-of td[class^=v]{color:var(--v)}
    .shares td[class*=v-]{font-weight:600}
    .shares p.v-suspect{color:var(--v)}
    .shares .when{white-space:nowrap;font-variant-numeric:tabular-nums}
    .shares .share{width:24%;min-width:6rem;padding-right:0}
    .shares tr:target{background:var(--below)}
    .shares thead th{position:sticky;top:-.25rem;background:var(--panel)}
    .past{width:auto}
    .past td{white-space:nowrap}
    .past .n,.totals .n{padding-left:1.5rem}
    .past th[scope=row]{padding-right:1.5rem}
    .history{width:calc(100% - 1.95rem);margin-top:.75rem}
    .history path{shape-rendering:crispEdges}
    .history path[class^=v]{fill:var(--v)}
    .history .time{fill:var(--soft);fill-opacity:.45}
    .history .cut{stroke:var(--back);stroke-width:1;vector-effect:non-scaling-stroke}
    details>.ends{width:calc(100% - 1.95rem);margin-block:.15rem .5rem;color:var(--soft);font-size:.8rem}
    .sides{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem 2.5rem}
    .sides h2,.sides h3{margin-top:.5rem}
    .sides .totals{margin:0;align-self:start}
    .totals .changed td:last-child{font-weight:700}
    .pair{width:calc(100% - 1.95rem);margin-block:.5rem}
    .pair text[class^=v]{fill:var(--v);font-weight:600}
    .pair circle{fill:var(--v);stroke:var(--v);stroke-width:2.5}
    .pair circle.before{fill:var(--back)}
    .way{stroke:var(--soft);stroke-width:2}
    .sides-of{width:calc(100% - 1.95rem)}
    .sides-of td[class^=v],.past td[class^=v]{font-weight:600}
    .sides-of th[scope=row],.sides-of td[class]{white-space:nowrap}
    .sides-of td:nth-child(4){width:36%}
    #list.histories summary{grid-template-columns:1.2rem 6.75rem 5.5rem 6.5rem minmax(0,1fr)}
    #list.histories summary em{grid-column:4;grid-row:1;font:normal .8125rem/1.2 var(--mono);color:var(--soft);white-space:nowrap;
      letter-spacing:-.02em}
    #list.histories summary span{grid-column:5}
    #list.pairs summary{grid-template-columns:1.2rem 12.5rem 5.75rem 5.5rem minmax(0,1fr)}
    #list.pairs summary::after{grid-column:3}
    #list.pairs summary em{grid-column:2;grid-row:1;font-style:normal;font-size:.875rem;color:var(--v);text-align:right;
      white-space:nowrap;font-variant-numeric:tabular-nums}
    #list.pairs summary em::before{content:var(--word) " "}
    #list.pairs summary em::after{content:" →"}
    #list.pairs summary i{grid-column:4;text-align:left}
    #list.pairs summary span{grid-column:5}
    footer{margin-top:3rem}
    @media screen and (max-width:52rem){
      .minor{display:none}
      .found a{grid-template-columns:1fr;padding:.3rem 0}
      #list summary{grid-template-columns:1.2rem minmax(0,1fr) auto}
      #list summary::after{grid-column:2}
      #list summary i{grid-column:3}
      #list summary span{grid-column:2/4;grid-row:2}
      #list.histories summary{grid-template-columns:1.2rem minmax(0,1fr) auto auto}
      #list.histories summary em{grid-column:3}
      #list.histories summary i{grid-column:4;grid-row:1}
      #list.histories summary span{grid-column:2/5;grid-row:2}
      #list.pairs summary{grid-template-columns:1.2rem auto auto minmax(0,1fr)}
      #list.pairs summary span{grid-column:2/5;grid-row:2}
      .sides,.linked li{grid-template-columns:minmax(0,1fr)}
      .linked li>p{grid-column:1}
      .history,.pair,.sides-of,details>.ends{width:100%}
      .shares,.shares tbody,.sides-of,.sides-of tbody{display:block}
      .shares thead,.sides-of thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
      .shares tr,.sides-of tr{display:flex;flex-wrap:wrap;gap:0 .75rem;padding:.4rem 0;border-bottom:1px solid var(--line)}
      .shares td,.shares th,.sides-of td,.sides-of th{border:0;padding:0}
      .shares th[scope=row],.shares .when,.shares .share,.sides-of td:nth-child(4),.sides-of td:nth-child(5){flex:1 0 100%}
      .shares .none{display:none}
      .shares td[data-is]::after{content:" " attr(data-is)}
      .past .n{padding-left:.5rem}
      .past th[scope=row]{padding-right:.5rem}
      .rule summary{grid-template-columns:1.2rem minmax(0,1fr)}
      .rule summary span{grid-column:2}
      details>:not(summary),.bare[open]::after{margin-left:0}
      .window,.findings{width:100%}
      .findings,.findings tbody,.files,.files tbody{display:block}
      .findings thead,.files thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
      .findings tr,.files tr{display:flex;flex-wrap:wrap;gap:0 .75rem;padding:.4rem 0;border-bottom:1px solid var(--line)}
      .findings th,.findings td,.files th,.files td{border:0;padding:0}
      .findings th[scope=row],.files th{flex:1 0 100%}
      .findings td:nth-child(4),.findings td:nth-child(5),.files td:last-child{flex:1 0 100%}
      .files td:nth-child(3)::after{content:" records"}
      .files td:nth-child(4)::after{content:" odd"}
    }
    @media (hover:none) and (pointer:coarse){.keys{display:none}}
    @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
    @media (forced-colors:active){.bar rect,svg path{forced-color-adjust:none}}
    @media print{
      :root{--back:#fff;--panel:#fff;--ink:#000;--soft:#444;--line:#bbb;--fake:#b3261e;--suspect:#875200;
        --inconclusive:#0b5c96;--real:#176b2e;--exempt:#555;--target:#0b57d0;--loopback:#a426b8;--other:#6b7582;
        --gap:#dfe3e8;--below:#fbeceb}
      *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
      html{font-size:11px}
      body{max-width:none;padding:0}
      #controls,.keys,.skip,footer{display:none}
      .scroll{max-height:none;overflow:visible}
      .group li{content-visibility:visible}
      details::details-content{content-visibility:visible;height:auto}
      h2,h3{break-after:avoid}
      summary,tr,svg,.strip{break-inside:avoid}
      h3+ol,summary+*{break-before:avoid}
    }

    """#
}
