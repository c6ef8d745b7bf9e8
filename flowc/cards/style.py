"""The look of cards, in light and in dark."""

from __future__ import annotations

CSS = """
:root{color-scheme:light dark;--ink:#1c2430;--dim:#667085;--line:#e3e7ee;--ground:#f6f7f9;
--paper:#fff;--soft:#f1f4f8;--accent:#2563eb;--good:#15803d;--warn:#b45309;--bad:#b91c1c;
--good-soft:#eaf7ee;--warn-soft:#fdf4e3;--bad-soft:#fdeeee;--accent-soft:#eaf1fe;
--c0:#3b76d6;--c1:#e08a2b;--c2:#3a9a5b;--c3:#d1495b;--c4:#7d5bbe;--c5:#2a9d9d;--c6:#b0743d;
--c7:#d977a8;--c8:#7a8699;--c9:#a3a12f}
@media(prefers-color-scheme:dark){:root{--ink:#e4e8ef;--dim:#98a2b3;--line:#313a48;
--ground:#12161d;--paper:#1a202a;--soft:#232b37;--accent:#7aa7ff;--good:#5fce85;--warn:#eeb45c;
--bad:#ff8b8b;--good-soft:#17301f;--warn-soft:#35290f;--bad-soft:#3a1a1c;--accent-soft:#1a2a4a;
--c0:#6d9df0;--c1:#f0a85a;--c2:#62c486;--c3:#ef7f8e;--c4:#a98be6;--c5:#5cc6c6;--c6:#d0a071;
--c7:#f0a3c9;--c8:#a3aebf;--c9:#c9c765}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);line-height:1.5;
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.75rem 1.25rem 4rem}
header{display:flex;flex-wrap:wrap;align-items:baseline;gap:.35rem .8rem;margin-bottom:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:0}
header .path{color:var(--dim);font-size:.85rem}
section{background:var(--paper);border:1px solid var(--line);border-radius:10px;
padding:1.1rem 1.25rem;margin:0 0 1rem}
section>h2{font-size:.8rem;letter-spacing:.04em;text-transform:uppercase;color:var(--dim);
margin:0 0 .75rem}
.state{font-size:.78rem;font-weight:600;border-radius:99px;padding:.1rem .6rem;
background:var(--accent-soft);color:var(--accent)}
.state.good{background:var(--good-soft);color:var(--good)}
.state.bad{background:var(--bad-soft);color:var(--bad)}
code,pre,.path{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
code{font-size:.88em}
pre{font-size:.82rem;line-height:1.5;background:var(--soft);border-radius:6px;padding:.7rem .85rem;
margin:0;overflow:auto;max-height:36rem;white-space:pre-wrap;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.65rem 1.5rem;
margin:0}
.facts dt{color:var(--dim);font-size:.78rem}
.facts dd{margin:0;overflow-wrap:anywhere}
.components{display:flex;flex-wrap:wrap;gap:1rem}
.components>*{flex:1 1 100%;min-width:0;margin:0}
.components>.box{flex:1 1 9rem;max-width:24rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;min-width:40%}
th,td{padding:.4rem .8rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-size:.8rem;font-weight:600;color:var(--dim);white-space:nowrap}
tbody tr:last-child td{border-bottom:0}
td.number,th.number{text-align:right}
td pre{padding:.3rem .5rem}
td .label{margin:0}
.wide>table{width:100%}
.wide td{overflow-wrap:anywhere}
.wide td:first-child{font-weight:600;white-space:nowrap}
.wide td:last-child{width:100%}
.wide td:nth-child(2){white-space:nowrap;color:var(--dim)}
.label{display:flex;flex-wrap:wrap;align-items:baseline;gap:.2rem .7rem;margin-bottom:.4rem}
.label code,.note{color:var(--dim);font-size:.85rem}
.label .number{font-variant-numeric:tabular-nums;color:var(--dim);font-size:.9rem}
p.note{margin:.35rem 0 0}
figure{margin:0}
img,svg{max-width:100%;height:auto}
figure img{border-radius:6px}
figcaption{color:var(--dim);font-size:.88rem;margin-top:.3rem}
progress{width:100%;height:.6rem;appearance:none;-webkit-appearance:none;border:0;
border-radius:99px;background:var(--soft);overflow:hidden}
progress::-webkit-progress-bar{background:var(--soft)}
progress::-webkit-progress-value{background:var(--accent);border-radius:99px}
progress::-moz-progress-bar{background:var(--accent);border-radius:99px}
.box{border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem;background:var(--soft)}
.box .title{font-size:.85rem;color:var(--dim)}
.box .value{font-size:1.7rem;font-weight:650;line-height:1.25;overflow-wrap:anywhere;
font-variant-numeric:tabular-nums}
.box .subtitle,.box .change{font-size:.85rem;color:var(--dim)}
.box.success{background:var(--good-soft)}.box.success .value{color:var(--good)}
.box.warning{background:var(--warn-soft)}.box.warning .value{color:var(--warn)}
.box.danger{background:var(--bad-soft)}.box.danger .value{color:var(--bad)}
.box.bg-gradient-indigo-purple{background:linear-gradient(120deg,#4f46e5,#8b3fd1);border:0}
.box.bg-gradient-indigo-purple *{color:#fff}
.failure{border-left:3px solid var(--bad);padding-left:.9rem;color:var(--bad)}
.failure pre{color:var(--ink);margin-top:.35rem}
details{border:1px solid var(--line);border-radius:6px;padding:.35rem .75rem}
details[open]{padding-bottom:.75rem}
details details{margin:.3rem 0}
summary{cursor:pointer;font-size:.88rem;color:var(--dim)}
details[open]>summary{margin-bottom:.4rem}
.code .keyword{color:var(--c4)}.code .string{color:var(--c2)}.code .number{color:var(--c1)}
.code .comment{color:var(--dim);font-style:italic}
.timeline ol{list-style:none;margin:.5rem 0 0;padding:0;border-left:2px solid var(--line)}
.timeline li{padding:.15rem 0 .6rem 1rem;position:relative}
.timeline li::before{content:"";position:absolute;left:-6px;top:.6rem;width:10px;height:10px;
border-radius:99px;background:var(--dim)}
.timeline li.success::before{background:var(--good)}
.timeline li.warning::before{background:var(--warn)}
.timeline li.error::before{background:var(--bad)}
.timeline li.info::before,.timeline li.primary::before,.timeline li.tool_call::before,
.timeline li.ai_response::before{background:var(--accent)}
.timeline time{font-size:.8rem;color:var(--dim)}
.timeline .critical dd,.timeline .high dd{font-weight:600}
.markdown>:first-child{margin-top:0}.markdown>:last-child{margin-bottom:0}
.markdown h1{font-size:1.35rem}.markdown h2{font-size:1.15rem}.markdown h3{font-size:1rem}
.markdown h1,.markdown h2,.markdown h3,.markdown h4{line-height:1.3;margin:1.1em 0 .4em}
.markdown p,.markdown ul,.markdown ol,.markdown pre,.markdown table{margin:.6em 0}
.markdown code{background:var(--soft);border-radius:4px;padding:.1em .3em}
.markdown pre code{background:none;padding:0;font-size:1em}
.markdown blockquote{margin:.6em 0;padding-left:.9em;border-left:3px solid var(--line);
color:var(--dim)}
.markdown hr{border:0;border-top:1px solid var(--line);margin:1.2em 0}
a{color:var(--accent)}
.chart svg{display:block;overflow:visible;max-width:100%}
.chart text{fill:var(--dim);font-size:11px;font-family:inherit}
.chart .name{fill:var(--ink);font-size:12px}
.chart .grid{stroke:var(--line)}.chart .axis{stroke:var(--dim)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.85rem;margin:.3rem 0 .5rem}
.legend i{display:inline-block;width:.7rem;height:.7rem;border-radius:3px;margin-right:.35rem}
.chart details{margin-top:.5rem}
footer{color:var(--dim);font-size:.8rem;margin-top:1.25rem}
@media print{body{background:none}section{break-inside:avoid}pre{max-height:none}}
"""
